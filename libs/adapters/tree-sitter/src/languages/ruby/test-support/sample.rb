require 'json'
require_relative '../lib/base'

# Keeps orders.
module Shop
  LIMIT = 10

  # One book.
  class OrderBook < Base
    include Comparable
    attr_accessor :name, :size
    attr_reader :weight
    KINDS = %w[a b].freeze

    def initialize(name)
      @name = name
      local = 1
    end

    # Makes one.
    def self.create(name) = new(name)

    def add!(order)
      yield order
    end

    def ==(other) = true
    alias_method :plus, :add!
    alias minus add!

    class << self
      def open; end
    end

    private

    def hidden; end

    public def shown; end
    private def secret; end

    define_method(:made) { 1 }
  end

  class Error < StandardError; end
  Point = Struct.new(:x, :y) do
    def length; end
  end
end

class Shop::Late
  def run; end
end

def top_level; end

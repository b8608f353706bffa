package demo.shop

import scala.collection.mutable.{Map, Set => MutableSet}
import java.util._

/** Keeps orders. */
@deprecated("old", "1")
abstract class OrderBook[T](val size: Int, private var weight: Double, plain: String) extends Base with Store {
  /** Most orders. */
  val Limit: Int = 10
  private var count = 0
  lazy val (a, b) = (1, 2)
  type Item = T

  def this() = this(1, 2.0, "")

  /** Adds one. */
  override def add(order: T): Boolean = {
    def helper(x: Int) = x + 1
    val local = 2
    true
  }

  protected def hidden(): Unit = ()
  def abstractOne: Int
}

sealed trait Store {
  def close(): Unit
}

object OrderBook {
  def apply(): OrderBook[Int] = ???
  implicit val ordering: Ordering[Int] = null
}

case class Point(x: Int, y: Int)

enum Color {
  case Red, Green
  case Custom(rgb: Int)
}

given intOrd: Ordering[Int] with
  def compare(a: Int, b: Int) = a - b

extension (s: String)
  def shout: String = s.toUpperCase

def topLevel(x: Int): Int = x

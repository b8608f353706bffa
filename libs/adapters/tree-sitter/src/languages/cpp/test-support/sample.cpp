#include <vector>
#include "engine/part.h"

namespace engine::core {

constexpr int kLimit = 4;

/// Base of all parts.
template <typename T>
class Part : public Base<T> {
  int hidden_ = 0;

public:
  /** Makes a part. */
  explicit Part(int size) : hidden_(size) {}
  virtual ~Part() = default;

  T value() const;
  static Part make();
  bool operator==(const Part& other) const { return true; }
  operator bool() const { return true; }
  int first, second;
  using Item = T;

  struct Inner {
    int depth;
  };

protected:
  virtual void draw() = 0;

private:
  void secret();
};

template <typename T>
T Part<T>::value() const {
  struct Local { int x; };
  auto lambda = [] { return 1; };
  return T();
}

enum class Mode : int { Off, On };

union Bits {
  int word;
  float real;
};

}  // namespace engine::core

namespace {
int fileOnly() { return 1; }
}

namespace engine {
void core::Machine::run(int times) {}
core::Machine::Machine() {}
core::Machine::~Machine() {}
static int counter = 0;
extern "C" int exported_symbol(void) { return 0; }
}

template <typename T>
concept Small = sizeof(T) < 8;

typedef std::vector<int> Numbers;

int main() { return 0; }

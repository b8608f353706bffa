package demo.shop

import java.util.UUID
import kotlin.math.*
import a.b.C as D

const val LIMIT = 10
private var counter: Int = 0
val String.shout: String get() = uppercase()

/**
 * Keeps orders.
 */
@Service
abstract class OrderBook<T : Order>(val size: Int, private var weight: Double, plain: String) : Base(size), Store {
    /** How many. */
    var count = 0
        private set

    constructor() : this(1, 2.0, "")

    init { println("x") }

    /** Adds one. */
    override suspend fun add(order: T): Boolean {
        fun helper(x: Int) = x + 1
        val local = 2
        return true
    }

    protected fun hidden() {}
    private fun secret() {}
    abstract fun draw()

    companion object {
        const val NAME = "book"
        fun create() = 1
    }

    inner class Entry {
        val weight = 1
    }
}

interface Store {
    fun close()
    val open: Boolean
}

enum class State(val label: String) {
    OPEN("o"),
    PAID("p") {
        override fun text() = "x"
    };

    open fun text() = label
}

object Registry : Store {
    override fun close() {}
}
data class Point(val x: Int, val y: Int)
typealias Handler = (Int) -> Unit
fun <T> T.also2(block: (T) -> Unit): T = this
annotation class Service

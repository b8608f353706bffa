package demo.shop;

import java.util.List;
import java.util.concurrent.*;
import static java.lang.Math.max;

/** Keeps orders. */
@Service
public class OrderBook<T extends Order> extends Base implements Store, Closeable {
    /** Most orders kept. */
    public static final int LIMIT = 10;
    private int first, second = 2;
    protected List<T> orders;

    /**
     * Makes an empty book.
     */
    public OrderBook(int size) {
        super(size);
    }

    /** Adds one. */
    @Override
    @Deprecated(since = "2")
    public synchronized boolean add(T order) throws FullException {
        class Local {
            void inside() {}
        }
        Runnable task = () -> {};
        return true;
    }

    void packageOnly() {}

    static class Entry {
        int weight;
    }

    enum State {
        /** Not yet paid. */
        OPEN,
        PAID("p") {
            @Override
            String label() { return "paid"; }
        };

        String label() { return name(); }
    }
}

interface Store {
    int CAPACITY = 3;
    void close();
    default int size() { return 0; }
}

public record Point(int x, int y) {
    public Point {
        if (x < 0) throw new IllegalArgumentException();
    }
    double length() { return Math.sqrt(x * x + y * y); }
}

@interface Service {
    String value() default "";
}

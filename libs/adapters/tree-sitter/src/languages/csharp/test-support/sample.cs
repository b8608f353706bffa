using System;
using System.Collections.Generic;
using Json = Newtonsoft.Json;
using static System.Math;

namespace Demo.Shop;

/// <summary>Keeps <see cref="Order"/> objects.</summary>
/// <remarks>One a shop.</remarks>
[Serializable]
public abstract partial class OrderBook<T> : Base, IStore where T : Order
{
    public const int Limit = 10;
    private readonly int first, second = 2;
    public event EventHandler Changed;

    /// <summary>Makes a book.</summary>
    public OrderBook(int size) : base(size) { }
    ~OrderBook() { }

    /// <summary>Adds one.</summary>
    [Obsolete("old")]
    public async Task<bool> AddAsync(T order)
    {
        int Local(int x) => x + 1;
        var value = Local(2);
        return true;
    }

    protected internal abstract void Draw();
    public string Name { get; set; } = "";
    internal int this[int index] => index;
    public static OrderBook<T> operator +(OrderBook<T> a, OrderBook<T> b) => a;
    void IStore.Close() { }

    private class Entry
    {
        public int Weight;
    }
}

public interface IStore
{
    void Close();
    int Size { get; }
}

public enum State { Open, Paid = 2 }

public record Point(int X, int Y);
internal struct Pair { public int A; }
public delegate int Handler(string text);

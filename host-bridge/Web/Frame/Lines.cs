using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>A list in what a page shows, equal to another that has the same in the same order: so a record that has lists tells whether anything to be seen has changed.</summary>
/// <typeparam name="T">What it has.</typeparam>
public sealed class Lines<T>(IEnumerable<T> items) : IReadOnlyList<T>, IEquatable<Lines<T>>
{
    private readonly T[] _items = [.. items];

    /// <inheritdoc/>
    public int Count => _items.Length;

    /// <inheritdoc/>
    public T this[int index] => _items[index];

    /// <inheritdoc/>
    public bool Equals(Lines<T>? other) => other != null && _items.SequenceEqual(other._items);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Lines<T>);

    /// <inheritdoc/>
    public override int GetHashCode() => _items.Length == 0 ? 0 : HashCode.Combine(_items.Length, _items[0]);

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_items).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

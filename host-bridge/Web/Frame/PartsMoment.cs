using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace DutyKiosk.HostBridge.Web.Frame;

/// <summary>One part of a live page: an element with <c>data-part</c>, which is sent when it alone has changed.</summary>
/// <param name="Key">What its <c>data-part</c> says.</param>
/// <param name="Html">The element.</param>
public sealed record Part(string Key, string Html);

/// <summary>A live page in parts at one moment, which many viewers share. A part that has not changed is the same object as in the moment before.</summary>
public sealed class PartsMoment(string now, IReadOnlyList<Part> parts, Func<IReadOnlyList<Part>, Task<string>> whole)
{
    private readonly Lazy<Task<string>> _whole = new(() => whole(parts));

    /// <summary>The time of the house.</summary>
    public string Now { get; } = now;

    /// <summary>The parts, in order.</summary>
    public IReadOnlyList<Part> Parts { get; } = parts;

    /// <summary>All of it, for who has seen nothing yet.</summary>
    public Task<string> WholeAsync() => _whole.Value;

    /// <summary>The parts that somebody does not know yet who has seen another moment; null: they stand otherwise there, and he needs all of it.</summary>
    public IReadOnlyList<Part>? Since(PartsMoment seen)
    {
        return seen.Parts.Select(part => part.Key).SequenceEqual(Parts.Select(part => part.Key), StringComparer.Ordinal) ? [.. Parts.Where((part, index) => !ReferenceEquals(part, seen.Parts[index]))] : null;
    }
}

using System;
using System.Collections.Generic;

namespace DutyKiosk.Fuzz;

/// <summary>
/// One reader of bytes that come from outside. Any bytes may be given to it: it ends without an exception, unless a promise was broken or the reader has thrown what it does not declare.
/// </summary>
/// <param name="name">What it is called on the command line, and its folder in the corpus.</param>
/// <param name="reads">What is read, in some words.</param>
/// <param name="mostBytes">Longer inputs are not tried: the reader refuses them by their length alone, or learns nothing more from them.</param>
/// <param name="run">Reads, and looks whether what was promised of the answer holds.</param>
/// <param name="seeds">Real messages and files to begin with, by name.</param>
public sealed class FuzzTarget(string name, string reads, int mostBytes, Action<byte[]> run, Func<IEnumerable<(string Name, byte[] Bytes)>> seeds)
{
    // What a run may allocate is the measure of its work: it counts the same on every machine. What is made once, as tables of zones and of packs, is in the fixed part.
    private const long FixedBytes = 64L << 20;
    private const long BytesAByte = 16 * 1024;

    /// <summary>What it is called.</summary>
    public string Name { get; } = name;

    /// <summary>What is read.</summary>
    public string Reads { get; } = reads;

    /// <summary>The longest input that is tried.</summary>
    public int MostBytes { get; } = mostBytes;

    /// <summary>Words of the format, which mutations put in; none: the seeds have all of them.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>Whether it reads in one thread and keeps nothing from one input to the next, so that what was executed says something of the input.</summary>
    public bool IsSteady { get; init; } = true;

    /// <summary>Real messages and files to begin with.</summary>
    public IEnumerable<(string Name, byte[] Bytes)> Seeds() => seeds();

    /// <summary>Reads an input.</summary>
    /// <exception cref="BrokenPromiseException">What was promised does not hold.</exception>
    public void Run(byte[] input)
    {
        if (input.Length > MostBytes)
        {
            return;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        run((byte[])input.Clone());
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        BrokenPromiseException.Unless(allocated <= FixedBytes + (BytesAByte * input.Length), $"reading {input.Length} bytes took {allocated >> 20} MiB");
    }
}

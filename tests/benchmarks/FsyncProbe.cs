using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Security.Cryptography;

namespace DutyKiosk.Benchmarks;

/// <summary>How long a disk takes to have a page for good: the floor below which nothing durable can be, and which differs by a hundred times from machine to machine and from minute to minute.</summary>
/// <param name="folder">A folder on the disk.</param>
[SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "A benchmark measures with the clock of this machine.")]
internal sealed class FsyncProbe(string folder)
{
    /// <summary>How many bytes are written each time.</summary>
    internal const int PageBytes = 4096;

    private const int TimesAProbe = 200;
    private readonly List<double> _took = [];

    /// <summary>What it has found so far, as a cell of a table.</summary>
    internal string Text => $"p50 {AtMs(50):F2} ms, p99 {AtMs(99):F2} ms";

    /// <summary>Probes so many times.</summary>
    internal void Probe()
    {
        string path = Path.Combine(folder, "fsync");
        byte[] page = RandomNumberGenerator.GetBytes(PageBytes);
        using (FileStream file = File.Create(path))
        {
            for (int i = 0; i < TimesAProbe; i++)
            {
                long from = Stopwatch.GetTimestamp();
                file.Write(page);
                file.Flush(flushToDisk: true);
                _took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }
        }

        File.Delete(path);
        _took.Sort();
    }

    /// <summary>The time that so many of a hundred did not exceed, in milliseconds.</summary>
    internal double AtMs(int percent) => _took[_took.Count * percent / 100];
}

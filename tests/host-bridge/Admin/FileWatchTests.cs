using System;
using DutyKiosk.HostBridge.Admin;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Admin;

/// <summary>A file that somebody edits is read when it has come to rest.</summary>
public sealed class FileWatchTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly FileMark Old = new(Start.UtcDateTime, 500);

    private readonly FileWatch _watch = new(Old);

    /// <summary>An editor empties the file and writes it; only what stands there in the end is read, and once.</summary>
    [Fact]
    public void WhatIsBeingWrittenIsNotRead()
    {
        var emptied = new FileMark(Start.UtcDateTime.AddSeconds(10), 0);
        var written = new FileMark(Start.UtcDateTime.AddSeconds(10), 600);
        Assert.False(At(0, Old));
        Assert.Null(_watch.Next);
        Assert.False(At(10.0, emptied));
        Assert.False(At(10.9, written));
        Assert.False(At(11.5, written));
        Assert.Equal(Start.AddSeconds(11.9), _watch.Next);
        Assert.True(At(12.0, written));
        Assert.Null(_watch.Next);
        Assert.False(At(13.0, written));
    }

    /// <summary>A file that is as it was is not read, and one that is gone is told of.</summary>
    [Fact]
    public void WhatIsPutBackIsNotRead()
    {
        Assert.False(At(0, default));
        Assert.False(At(0.5, Old));
        Assert.False(At(2, Old));
        Assert.False(At(3, default));
        Assert.True(At(5, default));
    }

    private bool At(double seconds, FileMark mark) => _watch.IsDue(mark, Start.AddSeconds(seconds));
}

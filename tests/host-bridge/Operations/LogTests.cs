using System;
using System.Globalization;
using System.IO;
using System.Text.Json;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Operations;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Operations;

/// <summary>Events are lines, one each, whatever is in their values.</summary>
public sealed class LogTests : IDisposable
{
    private const string Hostile = "a\r\n2026-03-01T00:00:00.000Z error Started forged\u001b[2J\u2028\u202e\0";

    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);
    private readonly StringWriter _errors = new(CultureInfo.InvariantCulture);
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero));

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _errors.Dispose();
    }

    /// <summary>A line of text has time, level and name in front.</summary>
    [Fact]
    public void TextHasTimeLevelAndName()
    {
        Log(LogFormat.Text).RosterRefused("line 3 is wrong");
        Assert.Equal("2026-03-01T00:00:00.000Z warning RosterRefused The roster file was changed and is refused; the one before stays in force: line 3 is wrong" + Environment.NewLine, _errors.ToString());
        Assert.Empty(_output.ToString());
    }

    /// <summary>A line of JSON has number, name and every value as members of their own.</summary>
    [Fact]
    public void JsonHasEveryValue()
    {
        Log(LogFormat.Json).Started("1.2.3", "http://127.0.0.1:8080", 1883, "/var/lib/值班");
        JsonElement line = JsonElement.Parse(_output.ToString());
        Assert.Equal(("information", 1000, "Started"), (line.GetProperty("level").GetString(), line.GetProperty("id").GetInt32(), line.GetProperty("event").GetString()));
        Assert.Equal("2026-03-01T00:00:00.000Z", line.GetProperty("time").GetString());
        Assert.Equal((1883, "/var/lib/值班"), (line.GetProperty("mqttPort").GetInt32(), line.GetProperty("folder").GetString()));
        Assert.Contains("值班", _output.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What an outsider has written begins no line of its own, and commands nobody's screen.</summary>
    [Theory]
    [InlineData(LogFormat.Text)]
    [InlineData(LogFormat.Json)]
    public void NobodyForgesALine(LogFormat format)
    {
        Log(format).StepFailed(Hostile, "Exception", Hostile);
        string text = _errors.ToString().TrimEnd('\r', '\n');
        Assert.DoesNotContain(text, character => char.IsControl(character) || character is '\u2028' or '\u202e');
        Assert.Contains("\\u000a", text, StringComparison.Ordinal);
    }

    /// <summary>A long value is cut.</summary>
    [Fact]
    public void ALineEnds()
    {
        Log(LogFormat.Text).RosterRefused(new string('x', 1_000_000));
        Assert.InRange(_errors.ToString().Length, 1000, 3000);
    }

    /// <summary>What is below the level is left out, and of the libraries beneath what is below a warning.</summary>
    [Fact]
    public void TheLevelHolds()
    {
        LineLog log = LineLog.To(_output, _errors, _time, LogFormat.Text, LogLevel.Warning);
        log.CreateLogger().RosterTaken();
        Assert.Empty(_output.ToString());
        LineLog all = LineLog.To(_output, _errors, _time, LogFormat.Text, LogLevel.Debug);
        Assert.False(all.CreateLogger("Microsoft.AspNetCore.Hosting").IsEnabled(LogLevel.Information));
        Assert.True(all.CreateLogger("Microsoft.AspNetCore.Hosting").IsEnabled(LogLevel.Warning));
        Assert.True(all.CreateLogger().IsEnabled(LogLevel.Debug));
    }

    /// <summary>The journal of systemd gets the level in its own way, and no second time.</summary>
    [Fact]
    public void TheJournalGetsItsLevel()
    {
        var line = new LogLine(_time.GetUtcNow(), LogLevel.Error, new EventId(1, "Name"), "DutyKiosk", "words", [], new IOException("gone"));
        Assert.Equal("<3>Name words IOException: gone", line.ToText(forJournal: true));
    }

    /// <summary>A reader that has gone away takes nothing with it.</summary>
    [Fact]
    public void NobodyNeedsToListen()
    {
        using var broken = new BrokenWriter();
        LineLog.To(broken, broken, _time, LogFormat.Text, LogLevel.Debug).CreateLogger().RosterRefused("x");
        Assert.True(broken.WasAsked);
    }

    /// <summary>A badge's UID in a refused roster does not reach the log.</summary>
    [Theory]
    [InlineData("badge '04A1B2C3' is given twice", "badge '04…' is given twice")]
    [InlineData("badge '04a1b2c3d4e5f6071' is no UID", "badge '04…' is no UID")]
    [InlineData("staff: S01, line 12: nothing here", "staff: S01, line 12: nothing here")]
    public void UidsAreLeftOut(string told, string logged) => Assert.Equal(logged, Printable.WithoutUids(told));

    /// <summary>A start, a refused roster, the roster after it and the stop are events of the service.</summary>
    [Fact]
    public async Task TheServiceTellsItsEvents()
    {
        string data = Directory.CreateTempSubdirectory("dutykiosk-events-").FullName;
        try
        {
            using var output = new HeldWriter();
            using var errors = new HeldWriter();
            LineLog log = LineLog.To(output, errors, TimeProvider.System, LogFormat.Text, LogLevel.Information);
            await using (BridgeHost bridge = await BridgeHost.StartAsync(new BridgeOptions { DataFolder = data, Port = 0, MqttPort = 0, TlsPort = -1 }, TimeProvider.System, log))
            {
                string roster = Path.Combine(data, DataFolder.RosterName), good = await File.ReadAllTextAsync(roster, TestContext.Current.CancellationToken);
                await File.WriteAllTextAsync(roster, "staff:\n- id: S01\n  badges: [04A1B2C3D]\n", TestContext.Current.CancellationToken);
                await Until.HoldsAsync(() => errors.ToString().Contains("RosterRefused", StringComparison.Ordinal));
                await File.WriteAllTextAsync(roster, good + "\n", TestContext.Current.CancellationToken);
                await Until.HoldsAsync(() => output.ToString().Contains("RosterTaken", StringComparison.Ordinal));
            }

            Assert.DoesNotContain("04A1B2C3D", errors.ToString(), StringComparison.Ordinal);
            string told = output.ToString();
            int[] places = [told.IndexOf(" Started ", StringComparison.Ordinal), told.IndexOf(" RosterTaken ", StringComparison.Ordinal), told.IndexOf(" Stopping ", StringComparison.Ordinal), told.IndexOf(" Stopped ", StringComparison.Ordinal)];
            Assert.All(places, place => Assert.NotEqual(-1, place));
            Assert.Equal(System.Linq.Enumerable.Order(places), places);
        }
        finally
        {
            Directory.Delete(data, true);
        }
    }

    /// <summary>A fault of a step is told when it is new.</summary>
    [Fact]
    public void AFaultIsToldOnce()
    {
        var faults = new StepFaults(Log(LogFormat.Text));
        faults.Note("Sending notices", new InvalidOperationException("of a test"));
        faults.Note("Sending notices", new InvalidOperationException("of a test"));
        Assert.Equal("2026-03-01T00:00:00.000Z error StepFailed Sending notices failed, and the service goes on without it: InvalidOperationException: of a test" + Environment.NewLine, _errors.ToString());
    }

    private ILogger Log(LogFormat format) => LineLog.To(_output, _errors, _time, format, LogLevel.Information).CreateLogger();

    // Written by the service's thread and read by the test's.
    private sealed class HeldWriter : StringWriter
    {
        private readonly System.Threading.Lock _gate = new();

        public override void WriteLine(string? value)
        {
            lock (_gate)
            {
                base.WriteLine(value);
            }
        }

        public override string ToString()
        {
            lock (_gate)
            {
                return base.ToString();
            }
        }
    }

    private sealed class BrokenWriter : StringWriter
    {
        internal bool WasAsked { get; private set; }

        public override void WriteLine(string? value)
        {
            WasAsked = true;
            throw new IOException("Broken pipe");
        }
    }
}

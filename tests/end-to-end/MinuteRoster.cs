using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>
/// A roster that gives the bridges something to tell at every minute: of one post the next shift, of others that nobody takes the duty, and then a role higher. It knows what was to be told
/// by a moment, so that scheduled work that a killed bridge left undone, or did twice, is found.
/// </summary>
public sealed class MinuteRoster
{
    private const int Unattended = 6;
    private const int Minutes = 30;
    private static readonly string[] Topics = ["next-shift", "unattended"];

    private readonly DateTimeOffset _first;

    /// <summary>A roster that begins with the minute of a moment.</summary>
    public MinuteRoster(DateTimeOffset now)
    {
        _first = now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMinute)).ToUniversalTime();
        Enough = now.AddMinutes(2.5);
    }

    /// <summary>From when on something of each kind is due: a minute after the bridges know the roster nobody has taken the duty, and a minute later nobody has acknowledged that.</summary>
    public DateTimeOffset Enough { get; }

    /// <summary>How much later than it was due the latest reminder was told.</summary>
    public TimeSpan Latest { get; private set; }

    /// <summary>How many of what was due were told.</summary>
    public int Told { get; private set; }

    /// <summary>Writes it into a data folder that has none.</summary>
    public void WriteTo(string data)
    {
        var text = new StringBuilder("zone: UTC\nposts:\n- { id: hotline }\n- { id: boiler }\n- { id: gate, parameters: { nextShiftMin: \"1\" } }\n");
        for (int i = 1; i <= Unattended; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{ id: empty{i}, parameters: {{ unattendedAfterMin: \"1\", escalateMin: \"1\" }} }}\n");
        }

        text.Append("staff:\n- { id: S01, name: 王芳, role: leader, badges: [04A1B2C3] }\n- { id: S09, name: 周主任, role: supervisor, badges: [04FFEE09] }\n- { id: S10, name: 吴经理, role: manager, badges: [04FFEE10] }\nshifts:\n");
        for (int i = 0; i < Minutes; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{ id: G{i}, post: gate, start: {_first.AddMinutes(i):yyyy-MM-dd HH:mm}, end: {_first.AddMinutes(i + 1):yyyy-MM-dd HH:mm}, leader: S01 }}\n");
        }

        for (int i = 1; i <= Unattended; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"- {{ id: E{i}, post: empty{i}, start: {_first:yyyy-MM-dd HH:mm}, end: {_first.AddHours(8):yyyy-MM-dd HH:mm}, leader: S01 }}\n");
        }

        Directory.CreateDirectory(data);
        File.WriteAllText(Path.Combine(data, "roster.yaml"), text.ToString());
    }

    /// <summary>Null when everything that was due by a moment stands in the log; else what does not. Something that stands there twice fails at once.</summary>
    public string? Fault(Log log, DateTimeOffset now)
    {
        var told = new Dictionary<string, int>(StringComparer.Ordinal);
        DateTimeOffset since = DateTimeOffset.MaxValue;
        for (List<LogEntry> page = log.Read(0, 1000); page.Count > 0; page = log.Read(page[^1].Position, 1000))
        {
            foreach (LogEntry entry in page)
            {
                if (entry.Kind == LogKind.Roster && entry.ReceivedAt < since)
                {
                    since = entry.ReceivedAt;
                }
                else if (entry.Kind == LogKind.Notice)
                {
                    Count(entry, told, since);
                }
            }
        }

        Assert.All(told, pair => Assert.True(pair.Value == 1, $"{pair.Key} was told {pair.Value} times"));
        string[] missing = [.. Due(since, now).Where(start => !told.Keys.Any(key => key.StartsWith(start, StringComparison.Ordinal)))];
        Told = told.Keys.Count(key => Topics.Contains(key.Split('/')[0], StringComparer.Ordinal));
        return missing.Length == 0 ? null : "nobody was told of " + string.Join(", ", missing);
    }

    private void Count(LogEntry entry, Dictionary<string, int> told, DateTimeOffset since)
    {
        using JsonDocument notice = JsonDocument.Parse(entry.Body);
        string key = notice.RootElement.GetProperty("Key").GetString()!;
        told[key] = told.GetValueOrDefault(key) + 1;
        DateTimeOffset due = notice.RootElement.GetProperty("At").GetDateTimeOffset();
        if (key.StartsWith("next-shift/", StringComparison.Ordinal) && due >= since)
        {
            TimeSpan late = entry.ReceivedAt - due;
            Latest = late > Latest ? late : Latest;
        }
    }

    // The beginnings of the keys. A shift that began before the roster was known is nobody's next one, and of the first minute it is not sure.
    private IEnumerable<string> Due(DateTimeOffset since, DateTimeOffset now)
    {
        for (int i = 0; i < Minutes; i++)
        {
            DateTimeOffset from = _first.AddMinutes(i - 1);
            if (from >= since && from <= now)
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"next-shift/gate/G{i}/");
            }
        }

        for (int i = 1; i <= Unattended; i++)
        {
            if (now >= since.AddMinutes(1))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"unattended/empty{i}/");
            }

            if (now >= since.AddMinutes(2))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"unattended/empty{i}/0/up1");
            }
        }
    }
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge.Notices;

/// <summary>What is to be told and what was told. That a notice was sent stands in the log, so a restart sends none again.</summary>
public sealed class NoticeBoard
{
    private readonly Dictionary<string, Notice> _due = new(StringComparer.Ordinal);
    private readonly HashSet<string> _sentKeys = new(StringComparer.Ordinal);
    private readonly List<SentNotice> _sent = [];
    private readonly Dictionary<(string Topic, string Terminal, string Cause), SentNotice> _newest = [];
    private readonly Dictionary<string, long> _firstSteps = new(StringComparer.Ordinal);

    /// <summary>Every notice that was sent, oldest first.</summary>
    public IReadOnlyList<SentNotice> All => _sent;

    /// <summary>Whether a notice of this key was sent.</summary>
    public bool IsSent(string key) => _sentKeys.Contains(key);

    /// <summary>Whether no earlier step of the alarm that a key ends with was sent; a terminal that was without power begins with a later one.</summary>
    public bool IsFirstOfAlarm(string key) => AlarmOf(key) is { } alarm && alarm.Step <= _firstSteps.GetValueOrDefault(alarm.Alarm, long.MaxValue);

    /// <summary>The newest notice of a topic, terminal and cause that was sent; null: none.</summary>
    public SentNotice? Newest(string topic, string terminal, string cause) => _newest.GetValueOrDefault((topic, terminal, cause));

    /// <summary>Wants something told, unless it was.</summary>
    public void Want(Notice notice)
    {
        if (!_sentKeys.Contains(notice.Key))
        {
            _due.TryAdd(notice.Key, notice);
        }
    }

    /// <summary>What is wanted and was not told, with its recipients. It stays so until it stands in the log.</summary>
    public IReadOnlyList<Notice> Due(Func<Notice, Notice> address) => _due.Values.Select(address).ToArray();

    /// <summary>A notice stands in the log: it is sent.</summary>
    public void Sent(LogEntry entry)
    {
        Notice notice = JsonSerializer.Deserialize<Notice>(entry.Body) is { Key: not null, Topic: not null, Post: not null, Terminal: not null, Staff: not null, To: not null, Cause: not null } whole
            ? whole
            : throw new JsonException("An entry that ought to be a notice is none.");
        _due.Remove(notice.Key);
        Note(new SentNotice(notice, entry.Position, entry.ReceivedAt));
    }

    /// <summary>Writes it into folded state: what was sent, oldest first, and what is still to be; all else follows from that.</summary>
    internal void Save(StateWriter writer)
    {
        writer.Each(_sent, sent =>
        {
            sent.Notice.Save(writer);
            writer.Number(sent.Position);
            writer.Time(sent.SentAt);
            writer.Flag(sent.Acknowledged);
            writer.Text(sent.AcknowledgedBy);
        });
        writer.Each([.. _due.Values.OrderBy(notice => notice.Key, StringComparer.Ordinal)], notice => notice.Save(writer));
    }

    /// <summary>Reads it from folded state.</summary>
    internal void Load(StateReader reader)
    {
        reader.Times(() =>
        {
            Note(new SentNotice(Notice.Load(reader), reader.Number(), reader.Time()));
            _sent[^1] = _sent[^1] with { Acknowledged = reader.Flag(), AcknowledgedBy = reader.Text() };
        });
        reader.Times(() => Want(Notice.Load(reader)));
    }

    private void Note(SentNotice sent)
    {
        Notice notice = sent.Notice;
        if (!_sentKeys.Add(notice.Key))
        {
            return;
        }

        _sent.Add(sent);
        if (notice.Level == 0)
        {
            _newest[(notice.Topic, notice.Terminal, notice.Cause)] = sent;
            if (AlarmOf(notice.Key) is { } alarm)
            {
                _firstSteps[alarm.Alarm] = Math.Min(alarm.Step, _firstSteps.GetValueOrDefault(alarm.Alarm, long.MaxValue));
            }
        }
    }

    /// <summary>Somebody has taken note of everything of a topic that was sent until now; who was the first to is kept.</summary>
    public void Acknowledged(Acknowledgement given)
    {
        for (int i = 0; i < _sent.Count; i++)
        {
            if (!_sent[i].Acknowledged && string.Equals(_sent[i].Notice.Topic, given.Topic, StringComparison.Ordinal))
            {
                _sent[i] = _sent[i] with { Acknowledged = true, AcknowledgedBy = given.Staff };
            }
        }
    }

    // Kept as they are sent: to try every earlier step of every late handover would take longer with each that a terminal makes up.
    private static (string Alarm, long Step)? AlarmOf(string key)
    {
        int at = key.LastIndexOf('/');
        return key.StartsWith("late-handover/", StringComparison.Ordinal) && long.TryParse(key.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out long step) ? (key[..at], step) : null;
    }

    /// <summary>What was sent from a moment on, newest first.</summary>
    public IEnumerable<SentNotice> NewestSince(DateTimeOffset from)
    {
        int first = FirstSince(from);
        for (int i = _sent.Count - 1; i >= first; i--)
        {
            yield return _sent[i];
        }
    }

    /// <summary>The place among all that were sent of the first one from which on all were sent at a moment or later.</summary>
    public int FirstSince(DateTimeOffset from)
    {
        int first = _sent.Count;
        while (first > 0 && _sent[first - 1].SentAt >= from)
        {
            first--;
        }

        return first;
    }

    /// <summary>The notice that stands at a place in the log; null: none does, or not yet as far as is folded.</summary>
    public SentNotice? At(long position)
    {
        int low = 0, high = _sent.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = _sent[middle].Position < position ? (middle + 1, high) : (low, middle);
        }

        return low < _sent.Count && _sent[low].Position == position ? _sent[low] : null;
    }

    /// <summary>What stands in the log behind a position, oldest first.</summary>
    public IReadOnlyList<SentNotice> Behind(long position)
    {
        int first = _sent.Count;
        while (first > 0 && _sent[first - 1].Position > position)
        {
            first--;
        }

        return _sent.GetRange(first, _sent.Count - first);
    }
}

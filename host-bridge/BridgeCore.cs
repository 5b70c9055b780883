using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using DutyKiosk.HostBridge.Duty;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Notices;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;

namespace DutyKiosk.HostBridge;

/// <summary>What is to become of a publish.</summary>
public enum Reception
{
    /// <summary>It is stored with the next commit; its PUBACK waits for that.</summary>
    Store,

    /// <summary>It needs no storing.</summary>
    Take,

    /// <summary>The topic is not the sender's: the connection is to be closed.</summary>
    Close,
}

/// <summary>
/// The bridge without sockets and threads: it takes what terminals publish, stores it in group commits, proves and folds it, and says what
/// terminals have to know. Every step is synchronous, and time comes from one provider.
/// </summary>
public sealed class BridgeCore : IDisposable
{
    private const string Root = "dutykiosk/v1/";
    private const int FoldBatch = 5000;
    private const int MostBodyBytes = 4096;
    private static readonly TimeSpan AckPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ForeignLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RosterStride = TimeSpan.FromDays(1);

    private readonly System.Threading.Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly IMessageOut _out;
    private readonly TerminalsFile _terminals;
    private readonly byte[] _siteKey;
    private readonly List<(LogEntry Entry, Action<bool>? Done)> _pending = [];
    private readonly Dictionary<string, (string Epoch, DateTimeOffset Sent, bool Dirty)> _acks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sentRoster = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _sentPresence = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _sentGates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _health = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (string Epoch, long Stored, long Newest)> _asked = new(StringComparer.Ordinal);
    private Chain _chain;
    private DutyRoom _room;
    private long _foldedTo;
    private DateTimeOffset _foreignLook;
    private DateTimeOffset _noticesDue = DateTimeOffset.MinValue;
    private bool _appended;
    private bool _disposed;

    /// <summary>A bridge over a log. It folds all of it before it returns.</summary>
    public BridgeCore(Log log, TerminalsFile terminals, TimeProvider time, IMessageOut messages)
    {
        Log = log;
        _terminals = terminals;
        _siteKey = Convert.FromHexString(terminals.SiteKey);
        _time = time;
        _out = messages;
        _chain = new Chain(KeyOf);
        _room = new DutyRoom(terminals);
        Fold();
    }

    /// <summary>Something that a board shows has changed.</summary>
    public event Action? Changed;

    /// <summary>The log.</summary>
    public Log Log { get; }

    /// <summary>The time that the bridge goes by.</summary>
    public TimeProvider Time => _time;

    /// <summary>Counts of what came in, for the metrics.</summary>
    public IngestCounts Counts { get; } = new();

    /// <summary>Reads the folded state; nothing changes it meanwhile.</summary>
    public T Read<T>(Func<DutyRoom, Chain, T> read)
    {
        lock (_gate)
        {
            return read(_room, _chain);
        }
    }

    /// <summary>Takes a publish of a client. <paramref name="done"/> is called when it is stored (true) or could not be (false).</summary>
    public Reception Receive(string client, string topic, byte[] payload, Action<bool>? done)
    {
        string own = Root + client + "/";
        if (!RecordBody.IsId(client) || !topic.StartsWith(own, StringComparison.Ordinal))
        {
            return Reception.Close;
        }

        lock (_gate)
        {
            switch (topic[own.Length..])
            {
                case "event":
                    _pending.Add((EventEntry(client, payload), done));
                    return Reception.Store;
                case "state" when payload.Length <= 128 && IsState(payload):
                    _pending.Add((Entry(LogKind.Link, client, payload), done));
                    return Reception.Store;
                case "health" when payload.Length <= MostBodyBytes:
                    _health[client] = payload;
                    AskForWhatIsMissing(client, payload);
                    return Reception.Take;
                default:
                    return Reception.Take;
            }
        }
    }

    /// <summary>Whether something waits to be committed.</summary>
    public bool HasPending
    {
        get
        {
            lock (_gate)
            {
                return _pending.Count > 0;
            }
        }
    }

    /// <summary>Stores everything that waits, in one transaction; only then its senders are told. False: storing failed and nothing was stored.</summary>
    public bool Commit()
    {
        (LogEntry Entry, Action<bool>? Done)[] batch;
        bool stored = true;
        lock (_gate)
        {
            if (_pending.Count == 0)
            {
                return true;
            }

            batch = [.. _pending];
            _pending.Clear();
            try
            {
                long[] positions = Log.Append(batch.Select(item => item.Entry).ToArray());
                _appended = true;
                Counts.Committed(batch.Length, positions.Count(position => position == 0));
                foreach ((LogEntry entry, _) in batch.Where(item => item.Entry.Kind is LogKind.Record))
                {
                    (string _, DateTimeOffset sent, bool _) = _acks.GetValueOrDefault(entry.Terminal, ("", DateTimeOffset.MinValue, false));
                    _acks[entry.Terminal] = (entry.Epoch, sent, true);
                }
            }
            catch (Microsoft.Data.Sqlite.SqliteException exception)
            {
                // Nothing of the batch is on the disk: every sender keeps its record and sends it again.
                Counts.CommitFailed(exception.Message);
                stored = false;
            }
        }

        foreach ((LogEntry _, Action<bool>? done) in batch)
        {
            done?.Invoke(stored);
        }

        return stored;
    }

    /// <summary>Proves and folds what is new, tells what has to be told, and publishes what terminals must know. Returns when it is next due.</summary>
    public DateTimeOffset Step()
    {
        bool changed;
        DateTimeOffset next;
        lock (_gate)
        {
            if (_disposed)
            {
                return DateTimeOffset.MaxValue;
            }

            DateTimeOffset now = _time.GetUtcNow();
            changed = LookForForeignWrites(now);

            // Most steps come from an acknowledgement that is due or a health report, and have nothing to fold.
            if (_appended || changed || now >= _noticesDue)
            {
                changed |= Fold();
                changed |= MoveRosterOn(now);
                changed |= SendNotices(now);
                PublishToTerminals(now);
                _noticesDue = _room.NoticesNext(now);
            }

            next = Earlier(SendAcks(now), _noticesDue);
        }

        if (changed)
        {
            Changed?.Invoke();
        }

        return next;
    }

    /// <summary>Appends an entry of the bridge's own.</summary>
    public long Append(LogKind kind, string terminal, byte[] body)
    {
        lock (_gate)
        {
            _appended = true;
            return Log.Append([Entry(kind, terminal, body)])[0];
        }
    }

    /// <summary>Puts a roster in force, unless it is in force already.</summary>
    public void SetRoster(RosterDocument document)
    {
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(document);
        lock (_gate)
        {
            Fold();
            if (_room.RosterPosition == 0 || !JsonSerializer.SerializeToUtf8Bytes(_room.Roster.Document).AsSpan().SequenceEqual(body))
            {
                Append(LogKind.Roster, "", body);
            }
        }
    }

    /// <summary>Allows an unscheduled handover at a post, in the name of a supervisor.</summary>
    public void Release(string terminal, string staff) => Command(terminal, $"\"command\":\"release\",\"staff\":\"{staff}\"", 0);

    // A command's number is its place in the log, or more where the terminal has seen more: after a restored backup places are given again.
    private void Command(string terminal, string body, long seen)
    {
        TerminalEntry entry = _terminals.Find(terminal) ?? throw new ArgumentException($"There is no terminal {terminal}.", nameof(terminal));
        long version = Math.Max(Append(LogKind.Command, terminal, Encoding.UTF8.GetBytes("{" + body + "}")), seen + 1);
        string topic = SignedMessage.Topic(terminal, "command");
        _out.Publish(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{version},{body}"), entry.KeyBytes()), false);
    }

    /// <summary>The newest health of a terminal, as it came; null: none.</summary>
    public byte[]? HealthOf(string terminal)
    {
        lock (_gate)
        {
            return _health.GetValueOrDefault(terminal);
        }
    }

    /// <summary>Proves the whole history again, from the first record on.</summary>
    public void Rebuild()
    {
        lock (_gate)
        {
            _chain = new Chain(KeyOf);
            _room = new DutyRoom(_terminals);
            _foldedTo = 0;
            Fold();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            Log.Dispose();
        }
    }

    private static DateTimeOffset Earlier(DateTimeOffset a, DateTimeOffset b) => a < b ? a : b;

    private static bool IsState(byte[] payload)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(payload, new JsonDocumentOptions { MaxDepth = 2 });
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("state", out JsonElement state)
                && state.ValueKind == JsonValueKind.String && state.GetString() is "online" or "lost";
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private byte[]? KeyOf(string terminal) => _terminals.Find(terminal)?.KeyBytes();

    private LogEntry Entry(LogKind kind, string terminal, byte[] body) => new(0, kind, terminal, "", 0, body, _time.GetUtcNow());

    private LogEntry EventEntry(string client, byte[] payload)
    {
        RecordBody? body = RecordBody.Read(payload);
        if (body == null || !string.Equals(body.Terminal, client, StringComparison.Ordinal))
        {
            Counts.Quarantined();
            return Entry(LogKind.Quarantined, client, payload.Length <= MostBodyBytes ? payload : payload[..MostBodyBytes]);
        }

        return new LogEntry(0, LogKind.Record, client, body.Epoch, body.Seq, payload, _time.GetUtcNow());
    }

    private bool Fold()
    {
        bool changed = false;
        _appended = false;
        while (true)
        {
            List<LogEntry> entries = Log.Read(_foldedTo, FoldBatch);
            foreach (LogEntry entry in entries)
            {
                changed = true;
                _foldedTo = entry.Position;
                if (entry.Kind is LogKind.Record or LogKind.Fork or LogKind.Quarantined)
                {
                    foreach (LogEntry good in _chain.Judge(entry))
                    {
                        _room.Apply(good);
                    }
                }
                else
                {
                    _room.Apply(entry);
                }
            }

            if (entries.Count < FoldBatch)
            {
                return changed;
            }
        }
    }

    // Somebody with an editor for databases may have changed what was proved: everything is proved anew.
    private bool LookForForeignWrites(DateTimeOffset now)
    {
        if (now < _foreignLook)
        {
            return false;
        }

        _foreignLook = now + ForeignLook;
        if (!Log.TakeForeignWrite())
        {
            return false;
        }

        Rebuild();
        return true;
    }

    private bool MoveRosterOn(DateTimeOffset now)
    {
        if (_room.RosterPosition == 0 || now < _room.RosterWindow + RosterStride)
        {
            return false;
        }

        Append(LogKind.RosterWindow, "", Encoding.UTF8.GetBytes(now.ToString("O", CultureInfo.InvariantCulture)));
        return Fold();
    }

    private bool SendNotices(DateTimeOffset now)
    {
        foreach (string terminal in _chain.Terminals)
        {
            foreach (HistoryBreak found in _chain.BreaksOf(terminal))
            {
                string key = string.Create(CultureInfo.InvariantCulture, $"history-broken/{terminal}/{found.Epoch}/{found.Seq}");
                _room.Notices.Want(new Notice(key, "history-broken", _room.TerminalOf(terminal)?.Post ?? "", terminal, "", now, []));
            }
        }

        IReadOnlyList<Notice> due = _room.NoticesDue(now);
        if (due.Count == 0)
        {
            return false;
        }

        Log.Append(due.Select(notice => Entry(LogKind.Notice, notice.Terminal, JsonSerializer.SerializeToUtf8Bytes(notice))).ToArray());
        return Fold();
    }

    private void PublishToTerminals(DateTimeOffset now)
    {
        foreach (TerminalEntry terminal in _terminals.Terminals)
        {
            if (_room.RosterPosition == 0)
            {
                continue;
            }

            if (_sentRoster.GetValueOrDefault(terminal.Id) < _room.RosterVersion)
            {
                _sentRoster[terminal.Id] = _room.RosterVersion;
                Publish(TerminalMessages.Policy(_room.Roster.PolicyOf(terminal.Post), terminal, _room.RosterPosition));
                foreach (TerminalMessage message in TerminalMessages.Roster(_room.Roster, terminal, _siteKey, _room.RosterVersion, _room.RosterWindow ?? now))
                {
                    Publish(message);
                }
            }

            PublishPresence(terminal, now);
            PublishGate(terminal);
        }
    }

    private void PublishPresence(TerminalEntry terminal, DateTimeOffset now)
    {
        PostState post = _room.PostOf(terminal.Post);
        TerminalState state = _room.TerminalOf(terminal.Id)!;
        string[] people = post.PresentAt(now, _room.Roster.PolicyOf(post.Post).Minutes("lapseMin")).ToArray();
        (string Staff, string Post)[] elsewhere = _room.Elsewhere(terminal.Post, now).ToArray();
        string content = $"{post.Holder}|{post.HolderShift}|{string.Join(',', people)}|{string.Join(',', elsewhere)}";
        if (string.Equals(_sentPresence.GetValueOrDefault(terminal.Id), content, StringComparison.Ordinal))
        {
            return;
        }

        _sentPresence[terminal.Id] = content;
        long version = Math.Max(1, _foldedTo);
        Publish(TerminalMessages.Presence(terminal, version, state.Epoch, state.Seq, post.Holder, post.HolderShift, post.Since, people, elsewhere));
    }

    private void PublishGate(TerminalEntry terminal)
    {
        if (!_room.Gates.TryGetValue(terminal.Post, out LogEntry? gate) || _sentGates.GetValueOrDefault(terminal.Id) == gate.Position)
        {
            return;
        }

        _sentGates[terminal.Id] = gate.Position;
        string topic = SignedMessage.Topic(terminal.Id, "gate");
        string open = string.Create(CultureInfo.InvariantCulture, $"{{\"version\":{gate.Position},{Encoding.UTF8.GetString(gate.Body)}");
        Publish(new TerminalMessage(topic, SignedMessage.Sign(topic, open, terminal.KeyBytes())));
    }

    // A terminal that has nothing left to send, though its newest record is not here: the bridge was restored from an old backup.
    private void AskForWhatIsMissing(string terminal, byte[] health)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(health, new JsonDocumentOptions { MaxDepth = 2 });
            string epoch = json.RootElement.GetProperty("epoch").GetString() ?? "";
            long newest = json.RootElement.GetProperty("seq").GetInt64();
            long waiting = json.RootElement.GetProperty("outboxDepth").GetInt64();
            long stored = _chain.StoredUpTo(terminal, epoch);
            if (waiting == 0 && newest > stored && KeyOf(terminal) != null && _asked.GetValueOrDefault(terminal) != (epoch, stored, newest))
            {
                _asked[terminal] = (epoch, stored, newest);
                string body = string.Create(CultureInfo.InvariantCulture, $"\"command\":\"replay\",\"epoch\":\"{epoch}\",\"seq\":{stored + 1}");
                Command(terminal, body, json.RootElement.GetProperty("command").GetInt64());
            }
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Health is not trusted for anything: what cannot be read asks for nothing.
        }
    }

    private DateTimeOffset SendAcks(DateTimeOffset now)
    {
        DateTimeOffset next = DateTimeOffset.MaxValue;
        foreach (string terminal in _acks.Keys.ToArray())
        {
            (string epoch, DateTimeOffset sent, bool dirty) = _acks[terminal];
            byte[]? key = KeyOf(terminal);
            if (!dirty || key == null)
            {
                continue;
            }

            if (now < sent + AckPause)
            {
                next = Earlier(next, sent + AckPause);
                continue;
            }

            long upTo = _chain.StoredUpTo(terminal, epoch);
            _acks[terminal] = (epoch, now, false);
            string topic = SignedMessage.Topic(terminal, "ack");
            _out.Publish(topic, SignedMessage.Sign(topic, string.Create(CultureInfo.InvariantCulture, $"{{\"epoch\":\"{epoch}\",\"seq\":{upTo}"), key), false);
        }

        return next;
    }

    private void Publish(TerminalMessage message) => _out.Publish(message.Topic, message.Payload, true);
}

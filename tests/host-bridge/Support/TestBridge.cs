using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using Microsoft.Extensions.Time.Testing;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>A bridge's core over a real database in a folder of its own, with a clock that stands still until it is moved.</summary>
public sealed class TestBridge : IDisposable, IMessageOut
{
    private static readonly byte[] SealKey = new byte[32];
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A bridge of one terminal, T1 at post hotline, and of others.</summary>
    public TestBridge(params IEnumerable<TerminalEntry> others)
    {
        Terminals = new TerminalRegister(new string('5', 64), others.Prepend(new TerminalEntry { Id = "T1", Post = "hotline", Handover = true, Key = new string('7', 64) }));
        Terminal = new FakeTerminal("T1", Terminals.Terminals[0].KeyBytes());
        Core = Open();
    }

    /// <summary>Where the database is.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("dutykiosk-bridge-").FullName;

    /// <summary>The clock.</summary>
    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>The terminals.</summary>
    public TerminalRegister Terminals { get; }

    /// <summary>The terminal.</summary>
    public FakeTerminal Terminal { get; }

    /// <summary>The core since the last start.</summary>
    public BridgeCore Core { get; private set; }

    /// <summary>What was published, in order.</summary>
    public List<(string Topic, string Payload, bool Retain)> Published { get; } = [];

    /// <summary>Which topics cannot be published.</summary>
    public Func<string, bool> Fails { get; set; } = _ => false;

    /// <inheritdoc/>
    public bool HasRoom { get; set; } = true;

    /// <summary>How long the next core rests behind its duties (<see cref="BridgeCore.RestAfterDuties"/>).</summary>
    public int RestAfterDuties { get; set; }

    /// <inheritdoc/>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        if (Fails(topic))
        {
            throw new NotSupportedException("Nobody has thought of this.");
        }

        Published.Add((topic, Encoding.ASCII.GetString(payload), retain));
    }

    /// <summary>Stops it as a kill would, and starts it again on the same file.</summary>
    public void Restart()
    {
        Core.Dispose();
        Core = Open();
    }

    /// <summary>Stops it, and seals what is from a time without seals, as a start does that keeps its key for the first time.</summary>
    public void SealOlder()
    {
        Core.Dispose();
        using Log log = Log.Open(Folder);
        log.Database.Write(work => Log.SealOlder(work, SealKey));
    }

    /// <summary>Takes publishes of T1 and commits them together.</summary>
    public void Receive(params IEnumerable<byte[]> payloads) => ReceiveFrom(Terminal, payloads);

    /// <summary>Takes publishes of a terminal and commits them together.</summary>
    public void ReceiveFrom(FakeTerminal terminal, params IEnumerable<byte[]> payloads)
    {
        foreach (byte[] payload in payloads)
        {
            Core.Receive(terminal.Id, terminal.EventTopic, payload, null);
        }

        Core.Commit();
        Core.Step();
    }

    /// <summary>What somebody with an editor for databases does to the file; then the bridge looks again.</summary>
    public void ByHand(string sql)
    {
        OtherHand.Change(Folder, sql);
        Time.Advance(TimeSpan.FromSeconds(2));
        Core.Step();
    }

    /// <summary>The keys of the notices about broken histories, in the order in which they were sent.</summary>
    public string[] HistoryNotices() => Core.Read((room, _) => room.Notices.All.Where(sent => sent.Notice.Topic is "history-broken").Select(sent => sent.Notice.Key).ToArray());

    /// <summary>The proofs of all records in the order of the log.</summary>
    public Proof[] Proofs() => Core.Log.ReadRecords("T1", 0, 10000).Select(entry => Core.Read((_, chain) => chain.ProofOf(entry.Position)!.Value)).ToArray();

    /// <summary>The places at which the history is broken.</summary>
    public IReadOnlyList<HistoryBreak> Breaks() => Core.Read((_, chain) => chain.BreaksOf("T1"));

    /// <summary>Has terminal T1 say something else than a record.</summary>
    public void Say(string name, string payload)
    {
        Core.Receive("T1", $"dutykiosk/v1/T1/{name}", Encoding.UTF8.GetBytes(payload), null);
        Core.Commit();
        Core.Step();
    }

    /// <summary>T1 says something that is not stored, and signs it; the payload is open at its end.</summary>
    public void SaySigned(string name, string open)
    {
        string topic = $"dutykiosk/v1/T1/{name}";
        byte[] hash = HMACSHA256.HashData(Terminals.Terminals[0].KeyBytes(), Encoding.ASCII.GetBytes(topic + "\n" + open));
        Say(name, $"{open},\"sign\":\"{Convert.ToHexStringLower(hash.AsSpan(0, 16))}\"}}");
    }

    /// <summary>The payloads of a topic of T1, in the order in which they were published.</summary>
    public string[] Told(string name) => Published.Where(message => string.Equals(message.Topic, $"dutykiosk/v1/T1/{name}", StringComparison.Ordinal)).Select(message => message.Payload).ToArray();

    /// <inheritdoc/>
    public void Dispose()
    {
        Core.Dispose();
        Directory.Delete(Folder, true);
    }

    private BridgeCore Open() => new(Log.Open(Folder).SealWith(SealKey), Terminals, Time, this) { RestAfterDuties = RestAfterDuties };
}

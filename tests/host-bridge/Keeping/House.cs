using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using DutyKiosk.HostBridge.Admin;
using DutyKiosk.HostBridge.Keeping;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace DutyKiosk.HostBridge.Tests.Keeping;

/// <summary>A bridge with everything that it keeps in a data folder, or in a database of PostgreSQL, and one terminal; its clock stands still until it is moved.</summary>
public sealed class House : IDisposable, IMessageOut
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    internal static readonly byte[] Key = Convert.FromHexString(new string('7', 64));

    /// <summary>A house in a folder of its own.</summary>
    /// <param name="database">The connection string; empty: SQLite.</param>
    public House(string database = "", string folder = "")
    {
        Folder = folder.Length > 0 ? folder : Directory.CreateTempSubdirectory("dutykiosk-house-").FullName;
        Options = new BridgeOptions { DataFolder = Folder, Database = database };
        Terminal = new FakeTerminal("T1", Key);
    }

    /// <summary>The data folder.</summary>
    public string Folder { get; }

    /// <summary>What the bridge is started with.</summary>
    public BridgeOptions Options { get; }

    /// <summary>The clock.</summary>
    public FakeTimeProvider Time { get; } = new(Start);

    /// <summary>Terminal T1.</summary>
    public FakeTerminal Terminal { get; }

    /// <summary>What it keeps, while the bridge runs.</summary>
    public BridgeStore Store { get; private set; } = null!;

    /// <summary>The bridge, while it runs.</summary>
    public BridgeCore Core { get; private set; } = null!;

    /// <summary>What was published, in order.</summary>
    public List<(string Topic, string Payload)> Published { get; } = [];

    /// <inheritdoc/>
    public void Publish(string topic, byte[] payload, bool retain) => Published.Add((topic, Encoding.ASCII.GetString(payload)));

    /// <summary>Where what is folded may be kept, while the bridge runs.</summary>
    public FoldSnapshot Snapshot { get; private set; } = null!;

    /// <summary>Starts the bridge; the first time with T1 enrolled and a roster.</summary>
    /// <param name="goesOn">Whether it goes on from what was folded before, if that was kept.</param>
    public House Open(RosterDocument? roster = null, bool goesOn = false)
    {
        Store = BridgeStore.Open(Options, Time);
        bool isNew = Store.Terminals.KeysOf("T1").Count == 0;
        if (isNew)
        {
            Store.Append(Time.GetUtcNow(), Store.Enrolment.Known("T1", "hotline", true, Key, "", "test"));
        }

        Snapshot = new FoldSnapshot(Folder, Store.Master);
        Core = new BridgeCore(Store.Log, Store.Terminals, Time, this, snapshot: goesOn ? Snapshot : null);
        if (isNew)
        {
            Core.SetRoster(roster ?? SampleRosterOfTests.Hotline());
        }

        Core.Step();
        return this;
    }

    /// <summary>Stops the bridge.</summary>
    public void Stop()
    {
        Core?.Dispose();
        Store?.Dispose();
    }

    /// <summary>Takes publishes and commits them together.</summary>
    public void Receive(params IEnumerable<byte[]> records)
    {
        foreach (byte[] record in records)
        {
            Core.Receive("T1", Terminal.EventTopic, record, null);
        }

        Core.Commit();
        Core.Step();
    }

    /// <summary>Writes a backup beside the folder's other files; returns its path.</summary>
    public string BackUp(string name = "backup")
    {
        string path = Path.Combine(Folder, name);
        Backup.Write(Store.Database, Store.Master, path, Time.GetUtcNow());
        return path;
    }

    /// <summary>An empty house that has this one's master key.</summary>
    public House Sibling(string database = "")
    {
        var other = new House(database);
        File.Copy(Options.MasterKeyPath, other.Options.MasterKeyPath);
        return other;
    }

    /// <summary>Looks its log over, as another process would.</summary>
    public Verification Verify()
    {
        using BridgeStore store = BridgeStore.OpenBeside(Options, Time);
        return Verification.Of(store.Log, store.Terminals, Time.GetUtcNow());
    }

    /// <summary>Every row of its log but the audit of the restore itself, in order.</summary>
    public string[] Rows()
    {
        using BridgeStore store = BridgeStore.OpenBeside(Options, Time);
        return [.. store.Database.Read(work => work.Query(
            "SELECT position, kind, terminal, epoch, seq, body, received, seal FROM log WHERE kind <> 'Audit' ORDER BY position",
            row => $"{row.GetInt64(0)} {row.GetString(1)} {row.GetString(2)} {row.GetString(3)} {row.GetInt64(4)} {Convert.ToHexString(SHA256.HashData(row.GetFieldValue<byte[]>(5)))} {row.GetInt64(6)} {Convert.ToHexString(row.GetFieldValue<byte[]>(7))}"))];
    }

    /// <summary>Another hand in the database.</summary>
    public void ByHand(string sql)
    {
        using BridgeStore store = BridgeStore.OpenBeside(Options, Time);
        store.Database.Write(work => work.Execute(sql));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Stop();
        Directory.Delete(Folder, true);
    }
}

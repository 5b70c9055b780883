using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using DutyKiosk.HostBridge;
using DutyKiosk.HostBridge.Roster;
using DutyKiosk.HostBridge.Store;
using DutyKiosk.HostBridge.Terminals;
using Microsoft.Extensions.Logging.Abstractions;

namespace DutyKiosk.Simulation.World;

/// <summary>
/// The bridge: its own core over its own log, and the broker in its process, which keeps nothing when it dies. What comes is stored by the next turn of its loop; a turn that would
/// only look whether time has brought something may be twenty minutes late.
/// </summary>
public sealed class SimBridge : IMessageOut, IDisposable
{
    private const long IdleMs = 1200000;
    private const long SoonMs = 55000;
    private static readonly byte[] SealKey = new byte[32];

    private readonly Agenda _agenda;
    private readonly Random _random;
    private readonly TerminalRegister _terminals;
    private readonly AgendaTime _time;
    private readonly string _folder;
    private readonly Action<int> _died;
    private FaultyDatabase? _database;
    private BridgeCore? _core;
    private RosterDocument _roster;
    private bool _killed;
    private (KillPoint Point, int Nth, int DownMs)? _kill;
    private long _wake;
    private long _nextWakeMs = long.MaxValue;

    /// <summary>A bridge that is not started.</summary>
    /// <param name="agenda">The time.</param>
    /// <param name="random">The chances of its store.</param>
    /// <param name="house">The house.</param>
    /// <param name="folder">Where its database is.</param>
    /// <param name="died">Is told that it has died, and for how long it stays away.</param>
    public SimBridge(Agenda agenda, Random random, House house, string folder, Action<int> died)
    {
        _agenda = agenda;
        _random = random;
        _terminals = new TerminalRegister(House.SiteKey, house.Entries);
        _time = new AgendaTime(agenda);
        _folder = folder;
        _died = died;
        _roster = house.Document;
    }

    /// <summary>The terminals as it knows them.</summary>
    public TerminalRegister Terminals => _terminals;

    /// <summary>The core; null: it is down.</summary>
    public BridgeCore? Core => _killed ? null : _core;

    /// <summary>Whether it runs.</summary>
    public bool IsAlive => Core != null;

    /// <summary>What its broker keeps.</summary>
    public Dictionary<string, byte[]> Retained { get; } = new(StringComparer.Ordinal);

    /// <summary>How the store fails, up to which moment, and how many of a hundred times.</summary>
    public (StoreFault Fault, long UntilMs, int Percent)? StoreFails { get; set; }

    /// <summary>How often a store has failed.</summary>
    public int StoreFailures { get; private set; }

    /// <summary>The moment of the newest failure.</summary>
    public long FailedAtMs { get; private set; } = long.MinValue / 2;

    /// <summary>Since when it runs.</summary>
    public long StartedAtMs { get; private set; }

    /// <summary>How many turns its loop has made.</summary>
    public long Turns { get; private set; }

    /// <summary>Where its file is.</summary>
    public string Path => SqliteDatabase.PathIn(_folder);

    /// <summary>Is told of each publish.</summary>
    public Action<string, byte[]>? Published { get; set; }

    /// <summary>Is told of each record that is about to get its PUBACK.</summary>
    public Action<string, byte[]>? Acknowledges { get; set; }

    /// <summary>Is told after each turn.</summary>
    public Action? Turned { get; set; }

    /// <summary>What ends the world: the core has thrown.</summary>
    public Action<Exception>? Broken { get; set; }

    /// <summary>Starts it on what it has stored.</summary>
    public void Start()
    {
        if (_core != null)
        {
            return;
        }

        _killed = false;
        try
        {
            if (!File.Exists(Path))
            {
                // The tables are made without faults, as a schema's steps ask which database it is.
                Log.Open(_folder, syncs: false).Dispose();
            }

            _database = new FaultyDatabase(new SqliteDatabase(Path, syncs: false), Pass, Fail);
            _core = new BridgeCore(Log.Beside(_database).SealWith(SealKey), _terminals, _time, this, events: NullLogger.Instance);
            _core.SetRoster(_roster);
        }
        catch (Exception exception) when (exception is StoreFaultException || _killed)
        {
            // The service would end and be started again.
            int down = _kill?.DownMs ?? 5000;
            Bury();
            _died(down);
            return;
        }

        StartedAtMs = _agenda.NowMs;
        Publish("dutykiosk/v1/bridge/state", "{\"state\":\"online\"}"u8.ToArray(), true);
        Wake(0);
    }

    /// <summary>Has it die: at once, or when it comes to a place for the time that is named.</summary>
    public void Kill(KillPoint point, int nth, int downMs)
    {
        if (_core == null)
        {
            return;
        }

        if (point == KillPoint.Anywhere)
        {
            Bury();
            _died(downMs);
            return;
        }

        _kill = (point, nth, downMs);
        _agenda.In(120000, () =>
        {
            if (_kill == (point, nth, downMs) && _core != null)
            {
                _kill = null;
                Bury();
                _died(downMs);
            }
        });
    }

    /// <summary>Nothing more fails.</summary>
    public void Mend()
    {
        StoreFails = null;
        _kill = null;
    }

    /// <summary>A publish of a client has come. What becomes of it is told where it is to be stored: true, it is; false, the connection is to be closed.</summary>
    public void Receive(string client, string topic, byte[] payload, Action<bool> done)
    {
        if (Core is not { } core)
        {
            return;
        }

        try
        {
            Reception reception = core.Receive(client, topic, payload, stored => Answer(client, topic, payload, stored, done));
            if (reception is Reception.Close or Reception.Refuse)
            {
                done(false);
            }
        }
        catch (Exception exception) when (!_killed)
        {
            Broken?.Invoke(exception);
        }

        Wake(_random.Next(4));
    }

    /// <summary>Somebody asks it for something; nothing happens while it is down or cannot store.</summary>
    public void Ask(Action<BridgeCore> what)
    {
        if (Core is { } core)
        {
            Guard(() => what(core));
            Wake(0);
        }
    }

    /// <summary>Another roster is written.</summary>
    public void Change(RosterDocument roster)
    {
        _roster = roster;
        Ask(core => core.SetRoster(roster));
    }

    /// <summary>Copies its database.</summary>
    public bool BackUp()
    {
        if (Core == null)
        {
            return false;
        }

        _database!.CopyTo(System.IO.Path.Combine(_folder, "copy"));
        return true;
    }

    /// <summary>Stops it, and puts the copy in the place of its database; false where there is none.</summary>
    public bool Restore()
    {
        string copy = System.IO.Path.Combine(_folder, "copy");
        if (!File.Exists(copy))
        {
            return false;
        }

        Bury();
        foreach (string file in Directory.GetFiles(_folder, "bridge.db*"))
        {
            File.Delete(file);
        }

        File.Copy(copy, Path);
        return true;
    }

    /// <inheritdoc/>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        if (_killed)
        {
            return;
        }

        Pass(KillPoint.AtPublish);
        if (retain)
        {
            Retained[topic] = payload;
        }

        Published?.Invoke(topic, payload);
    }

    /// <inheritdoc/>
    public void Dispose() => Bury();

    private void Answer(string client, string topic, byte[] payload, bool stored, Action<bool> done)
    {
        if (_killed)
        {
            return;
        }

        if (stored && topic.EndsWith("/event", StringComparison.Ordinal))
        {
            Pass(KillPoint.AtPuback);
            Acknowledges?.Invoke(client, payload);
        }

        done(stored);
    }

    // Everything that a process does to the world goes through here, so it can end before each.
    private void Pass(KillPoint point)
    {
        if (_killed)
        {
            throw new BridgeKilledException();
        }

        if (_kill is { } kill && kill.Point == point)
        {
            if (kill.Nth > 0)
            {
                _kill = kill with { Nth = kill.Nth - 1 };
                return;
            }

            _killed = true;
            throw new BridgeKilledException();
        }
    }

    private StoreFault? Fail()
    {
        if (StoreFails is { } fails && _agenda.NowMs < fails.UntilMs && _random.Next(100) < fails.Percent)
        {
            StoreFailures++;
            FailedAtMs = _agenda.NowMs;
            return fails.Fault;
        }

        return null;
    }

    private void Guard(Action what)
    {
        try
        {
            what();
        }
        catch (Exception) when (_killed)
        {
            // It is dead, and whatever it would have made of that happens nowhere.
        }
        catch (Exception exception) when (Database.IsFault(exception))
        {
            _core?.CouldNotStore(exception.Message);
        }
        catch (Exception exception)
        {
            Broken?.Invoke(exception);
        }

        if (_killed && _core != null)
        {
            int down = _kill?.DownMs ?? 1000;
            Bury();
            _died(down);
        }
    }

    private void Wake(long inMs)
    {
        long at = _agenda.NowMs + inMs;
        if (_nextWakeMs <= at && _nextWakeMs >= _agenda.NowMs)
        {
            return;
        }

        _nextWakeMs = at;
        long wake = ++_wake;
        _agenda.At(at, () =>
        {
            if (wake == _wake && Core != null)
            {
                _nextWakeMs = long.MaxValue;
                Turn();
            }
        });
    }

    private void Turn()
    {
        BridgeCore core = _core!;
        Turns++;
        DateTimeOffset due = DateTimeOffset.MaxValue;
        long failures = StoreFailures;
        Guard(() =>
        {
            core.Commit();
            core.TryStoring();
            due = core.Step();
        });
        if (Core == null)
        {
            return;
        }

        Turned?.Invoke();
        if (core.HasPending)
        {
            Wake(1);
            return;
        }

        if (failures != StoreFailures)
        {
            Wake(1000);
            return;
        }

        long left = due >= _agenda.Now.AddMilliseconds(IdleMs) ? IdleMs : Math.Max(0, (long)Math.Ceiling((due - _agenda.Now).TotalMilliseconds));
        Wake(left < SoonMs || core.OwesAcknowledgement ? left : IdleMs);
    }

    private void Bury()
    {
        _killed = true;
        _kill = null;
        _wake++;
        _nextWakeMs = long.MaxValue;
        Retained.Clear();
        _core?.Dispose();
        _database?.Dispose();
        _core = null;
        _database = null;
    }
}

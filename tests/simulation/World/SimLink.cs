using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace DutyKiosk.Simulation.World;

/// <summary>
/// The way between a terminal and the bridge's broker: one connection after another, each in order as TCP is, unless the network is a bad one, which loses, doubles, delays and reorders.
/// </summary>
public sealed class SimLink
{
    private const long HealthEveryMs = 1800000;
    private const long HealthSoonMs = 30000;
    private const int SoonSaid = 3;
    private readonly Agenda _agenda;
    private readonly Random _random;
    private readonly SimTerminal _terminal;
    private readonly SimBridge _bridge;
    private readonly Dictionary<long, long> _leftMs = [];
    private readonly HashSet<string> _subscribed = new(StringComparer.Ordinal);
    private long _upLast;
    private long _downLast;
    private long _session;
    private long _connection;
    private long _newestSent;
    private long _sentBefore;
    private long _ackedMs;
    private bool _connecting;
    private long _attempts;

    /// <summary>A link that is down.</summary>
    public SimLink(Agenda agenda, Random random, SimTerminal terminal, SimBridge bridge)
    {
        _agenda = agenda;
        _random = random;
        _terminal = terminal;
        _bridge = bridge;
        terminal.Link = this;
    }

    /// <summary>Whether there is a connection.</summary>
    public bool IsUp { get; private set; }

    /// <summary>No network up to this moment.</summary>
    public long CutUntilMs { get; set; }

    /// <summary>A bad network up to this moment.</summary>
    public long LossyUntilMs { get; private set; }

    /// <summary>How many of a hundred messages a bad network loses.</summary>
    public int LossPercent { get; private set; }

    /// <summary>A slow network up to this moment.</summary>
    public long SlowUntilMs { get; set; }

    /// <summary>How slow it is.</summary>
    public int SlowMs { get; set; }

    /// <summary>Messages that a bad network lost, doubled and reordered.</summary>
    public (int Lost, int Doubled, int Delayed) Harm { get; private set; }

    /// <summary>How many records may be under way at once that no PUBACK was given for, as seen here.</summary>
    public HashSet<uint> UnderWay { get; } = [];

    /// <summary>Is told of each record that leaves, before it does.</summary>
    public Action<uint, byte[]>? Leaves { get; set; }

    /// <summary>Is told of each message that the terminal is about to get, and of whether it took it.</summary>
    public Action<string, byte[], bool>? Arrived { get; set; }

    /// <summary>For how long nothing was heard of a record that has left through this connection, and it was not sent again either.</summary>
    public long WaitsMs(long seq) => _leftMs.TryGetValue(seq, out long left) ? _agenda.NowMs - Math.Max(left, _ackedMs) : 0;

    /// <summary>Looks whether a connection can be made, and makes it.</summary>
    public void Connect()
    {
        if (IsUp || _connecting || _terminal.Core == null)
        {
            return;
        }

        _connecting = true;
        long attempt = ++_attempts;
        long at = Math.Max(_agenda.NowMs + 500 + _random.Next(12000), CutUntilMs + _random.Next(3000));
        _agenda.At(at, () =>
        {
            if (attempt != _attempts)
            {
                return;
            }

            _connecting = false;
            if (_terminal.Core == null || IsUp)
            {
                return;
            }

            if (!_bridge.IsAlive || _agenda.NowMs < CutUntilMs)
            {
                Connect();
                return;
            }

            Begin();
        });
    }

    /// <summary>There is a good network from now on, and whoever waits for one has it.</summary>
    public void Mend()
    {
        CutUntilMs = 0;
        SlowUntilMs = 0;
        Spoil(_agenda.NowMs, 0);
        if (_connecting)
        {
            _connecting = false;
            Connect();
        }
    }

    /// <summary>A bad network begins; when it is over the connection is made anew, as TCP would give it up.</summary>
    public void Spoil(long untilMs, int lossPercent)
    {
        LossyUntilMs = untilMs;
        LossPercent = lossPercent;
        _agenda.At(untilMs, () => Drop(tellsTerminal: true));
    }

    /// <summary>The connection ends.</summary>
    public void Drop(bool tellsTerminal)
    {
        if (!IsUp)
        {
            return;
        }

        End();
        if (tellsTerminal)
        {
            _terminal.Do((core, now) => core.LinkDown(now));
        }

        Connect();
    }

    /// <summary>The terminal has no power any more.</summary>
    public void TerminalGone()
    {
        if (IsUp)
        {
            End();
        }
    }

    /// <summary>A message of the terminal leaves.</summary>
    public void Up(string topic, byte[] payload, bool atLeastOnce, uint seq)
    {
        if (!IsUp)
        {
            return;
        }

        long connection = _connection;
        if (seq == uint.MaxValue)
        {
            Travel(true, () =>
            {
                if (connection == _connection && IsUp)
                {
                    _subscribed.Add(topic);
                    if (_bridge.Retained.TryGetValue(topic, out byte[]? kept))
                    {
                        Down(topic, kept);
                    }
                }
            });
            return;
        }

        if (seq > 0)
        {
            if (seq <= _sentBefore)
            {
                // It sends from the first that is not acknowledged on again, and its window begins anew: whose PUBACK was lost must not fill it for ever.
                UnderWay.Clear();
            }

            _sentBefore = seq;
            UnderWay.Add(seq);
            _leftMs[seq] = _agenda.NowMs;
            _newestSent = Math.Max(_newestSent, seq);
            Leaves?.Invoke(seq, payload);
        }

        // What is on its way arrives also when the connection ends meanwhile.
        Travel(true, () => _bridge.Receive(_terminal.Entry.Id, topic, payload, stored =>
        {
            if (stored && atLeastOnce && seq > 0 && connection == _connection && IsUp)
            {
                Travel(false, () =>
                {
                    if (connection == _connection && IsUp)
                    {
                        UnderWay.Remove(seq);
                        _terminal.Do((core, now) => core.RecordArrived(seq, now));
                    }
                });
            }
            else if (!stored && connection == _connection)
            {
                Drop(tellsTerminal: true);
            }
        }), atMostOnce: !atLeastOnce);
    }

    /// <summary>A message of the bridge leaves.</summary>
    public void Publish(string topic, byte[] payload)
    {
        if (IsUp && _subscribed.Contains(topic))
        {
            Down(topic, payload);
        }
    }

    private void Down(string topic, byte[] payload)
    {
        long connection = _connection;
        Travel(false, () =>
        {
            if (connection == _connection && IsUp && _terminal.Core != null)
            {
                if (topic.EndsWith("/ack", StringComparison.Ordinal))
                {
                    long upTo = SeqOf(payload);
                    UnderWay.RemoveWhere(seq => seq <= upTo);
                    _ackedMs = _agenda.NowMs;
                    _terminal.IsSending = upTo < _newestSent;
                }

                bool taken = _terminal.Do((core, now) => core.Receive(topic, payload, now));
                Arrived?.Invoke(topic, payload, taken);
            }
        });
    }

    /// <summary>The number that an acknowledgement names.</summary>
    public static long SeqOf(byte[] ack)
    {
        string text = Encoding.ASCII.GetString(ack);
        int at = text.IndexOf("\"seq\":", StringComparison.Ordinal) + 6;
        return long.Parse(text.AsSpan(at, text.IndexOfAny([',', '}'], at) - at), CultureInfo.InvariantCulture);
    }

    private void Begin()
    {
        IsUp = true;
        long connection = ++_connection;
        _subscribed.Clear();
        UnderWay.Clear();
        _sentBefore = 0;
        _terminal.Attend(20000);
        string online = string.Create(CultureInfo.InvariantCulture, $"{{\"state\":\"online\",\"session\":{++_session}}}");
        Up($"dutykiosk/v1/{_terminal.Entry.Id}/state", Encoding.ASCII.GetBytes(online), true, 0);
        _terminal.Do((core, now) => core.LinkUp(now));
        _agenda.In(800, () => SayHealth(connection, 0));
    }

    // A terminal says it every half minute. That is much for a week, and what comes of it comes of the first few.
    private void SayHealth(long connection, int said)
    {
        if (connection == _connection && IsUp && _terminal.Core is { } core)
        {
            Up($"dutykiosk/v1/{_terminal.Entry.Id}/health", core.Health(default, _terminal.Clock.Read()), false, 0);
            _agenda.In(said < SoonSaid ? HealthSoonMs : HealthEveryMs, () => SayHealth(connection, said + 1));
        }
    }

    private void End()
    {
        IsUp = false;
        _terminal.IsSending = false;
        UnderWay.Clear();
        _leftMs.Clear();
        long session = _session;

        // The broker finds out by its keep-alive, or when the terminal comes again.
        _agenda.In(_random.Next(45000), () => _bridge.Receive(_terminal.Entry.Id, $"dutykiosk/v1/{_terminal.Entry.Id}/state", Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"state\":\"lost\",\"session\":{session}}}")), _ => { }));
    }

    private void Travel(bool up, Action arrive, bool atMostOnce = false)
    {
        long takes = 3 + _random.Next(40);
        if (_agenda.NowMs < SlowUntilMs)
        {
            takes += _random.Next(SlowMs);
        }

        if (_agenda.NowMs < LossyUntilMs)
        {
            int draw = _random.Next(100);
            if (draw < LossPercent)
            {
                Harm = Harm with { Lost = Harm.Lost + 1 };
                return;
            }

            if (atMostOnce)
            {
                // Whoever doubles it breaks MQTT, and no record that is sent later overtakes it on its way through the same connection: who hears of it judges it by what has come before.
                _agenda.In(0, arrive);
                return;
            }

            if (_random.Next(100) < 25)
            {
                Harm = Harm with { Delayed = Harm.Delayed + 1 };
                takes += _random.Next(20000);
            }

            if (_random.Next(100) < 12)
            {
                Harm = Harm with { Doubled = Harm.Doubled + 1 };
                _agenda.In(takes + _random.Next(8000), arrive);
            }

            _agenda.In(takes, arrive);
            return;
        }

        // In order, as TCP is.
        ref long last = ref up ? ref _upLast : ref _downLast;
        last = Math.Max(last, _agenda.NowMs + takes);
        _agenda.At(last, arrive);
    }
}

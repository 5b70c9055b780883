using System;

namespace DutyKiosk.VirtualBoard;

/// <summary>Wi-Fi: up or down, and the way to a broker.</summary>
public sealed class BoardNetwork
{
    private readonly Board _board;
    private volatile bool _up = true;
    private volatile bool _mute;

    internal BoardNetwork(Board board)
    {
        _board = board;
    }

    /// <summary>The network went away, or the power with it: whatever is connected hears nothing any more.</summary>
    public event Action<Board>? Severed;

    /// <summary>The network switch.</summary>
    public bool Up
    {
        get => _up;
        set
        {
            _board.Clock.NetworkChanges(() => _up = value);
            if (!value)
            {
                Sever();
            }

            _board.Time.Nudge();
        }
    }

    /// <summary>
    /// True: the interface is up and has its address, but nothing that is sent arrives and nothing comes: a router that died. What was connected finds
    /// out by its keep-alive alone.
    /// </summary>
    public bool Mute
    {
        get => _mute;
        set
        {
            _mute = value;
            if (value)
            {
                Sever();
            }
        }
    }

    /// <summary>Whether names can be resolved.</summary>
    public bool NameServerUp { get; set; } = true;

    /// <summary>How often a name was resolved or TLS was begun: calls during which no thread of the device runs.</summary>
    public int Stops { get; private set; }

    /// <summary>The tick of the last of them.</summary>
    public long LastStopTicks { get; private set; } = -1;

    /// <summary>What a connection is made with; null: nothing answers.</summary>
    public IBrokerLink? Link { get; set; }

    /// <summary>The strength of the signal in dBm.</summary>
    public int Rssi { get; set; } = -58;

    internal void StopEverybody()
    {
        Stops++;
        LastStopTicks = _board.Clock.TickMs;
    }

    internal void Sever() => Severed?.Invoke(_board);
}

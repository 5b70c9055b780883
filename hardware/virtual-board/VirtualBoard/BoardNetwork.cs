using System;

namespace DutyKiosk.VirtualBoard;

/// <summary>Wi-Fi: up or down, and the way to a broker.</summary>
public sealed class BoardNetwork
{
    private readonly Board _board;
    private volatile bool _up = true;

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

    /// <summary>What a connection is made with; null: nothing answers.</summary>
    public IBrokerLink? Link { get; set; }

    /// <summary>The strength of the signal in dBm.</summary>
    public int Rssi { get; set; } = -58;

    internal void Sever() => Severed?.Invoke(_board);
}

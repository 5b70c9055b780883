using System;

namespace DutyKiosk.VirtualBoard.Tests;

/// <summary>A board in simulated time with a broker in memory, switched on with nothing running.</summary>
internal sealed class Simulation
{
    internal const long StartMs = 1772409600000;

    internal Simulation()
    {
        Time = new SimulatedTime(StartMs);
        Broker = new MemoryBroker(Time);
        Board = new Board("T1", Time, new BoardFlash());
        Board.Network.Link = Broker;
    }

    internal SimulatedTime Time { get; }

    internal MemoryBroker Broker { get; }

    internal Board Board { get; }

    /// <summary>Switches the board on with this program.</summary>
    internal Simulation On(Action main)
    {
        Board.PowerOn(main);
        return this;
    }

    /// <summary>Runs code as the board's own.</summary>
    internal void OnBoard(Action action)
    {
        using (Board.Enter())
        {
            action();
        }
    }

    internal void RunFor(long milliseconds) => Time.RunUntil(Time.UnixMs + milliseconds);
}

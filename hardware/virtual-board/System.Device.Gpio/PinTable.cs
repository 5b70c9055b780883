using System.Collections.Generic;
using System.Linq;
using DutyKiosk.VirtualBoard;

namespace System.Device.Gpio;

/// <summary>
/// The open pins of a board: one table for all controllers, as the real library keeps it in a static. Edges are handed over on a loop of their own,
/// the runtime's event thread.
/// </summary>
internal sealed class PinTable
{
    private readonly Dictionary<int, GpioPin> _open = [];
    private readonly Queue<Action> _edges = [];
    private readonly object _gate = new();
    private readonly LoopHandle _events;

    private PinTable(Board board)
    {
        _events = board.StartLoop("gpio events", _ => HandOver());
        board.Pins.Edge += Queue;
    }

    internal static PinTable OfBoard
    {
        get
        {
            Board board = Board.Current;
            return board.Ram(() => new PinTable(board));
        }
    }

    internal GpioPin? Find(int pinNumber)
    {
        lock (_gate)
        {
            return _open.TryGetValue(pinNumber, out GpioPin? pin) ? pin : null;
        }
    }

    internal GpioPin Open(int pinNumber)
    {
        lock (_gate)
        {
            if (_open.ContainsKey(pinNumber) || !PinRules.Supports(pinNumber, PinMode.Input))
            {
                throw new InvalidOperationException($"GPIO {pinNumber} is open already, or it is none that can be opened.");
            }

            var pin = new GpioPin(this, pinNumber);
            _open.Add(pinNumber, pin);
            return pin;
        }
    }

    internal void Close(int pinNumber)
    {
        lock (_gate)
        {
            _open.Remove(pinNumber);
        }
    }

    internal void CloseAll()
    {
        GpioPin[] pins;
        lock (_gate)
        {
            pins = _open.Values.ToArray();
        }

        foreach (GpioPin pin in pins)
        {
            pin.Dispose();
        }
    }

    private void Queue(int pinNumber, bool high)
    {
        GpioPin? pin = Find(pinNumber);
        if (pin == null)
        {
            return;
        }

        lock (_gate)
        {
            _edges.Enqueue(() => pin.Raise(high ? PinEventTypes.Rising : PinEventTypes.Falling));
        }

        _events.Wake();
    }

    private long HandOver()
    {
        while (true)
        {
            Action edge;
            lock (_gate)
            {
                if (_edges.Count == 0)
                {
                    return long.MaxValue;
                }

                edge = _edges.Dequeue();
            }

            edge();
        }
    }
}

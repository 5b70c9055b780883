using System;
using System.Collections.Generic;
using System.Threading;

namespace DutyKiosk.VirtualBoard;

/// <summary>
/// One virtual ESP32. The nanoFramework libraries have statics without a context (<c>SpiDevice.Create</c>, <c>Power.RebootDevice</c>), so
/// each asks for the board that the calling code runs on: <see cref="Current"/>. That is how two terminals live in one process.
/// </summary>
public sealed class Board
{
    private static readonly AsyncLocal<Entered?> Ambient = new();

    private readonly object _gate = new();
    private readonly List<LoopHandle> _loops = [];
    private Action? _main;

    /// <summary>A board without power, with the flash that it had before.</summary>
    public Board(string name, BoardTime time, BoardFlash flash)
    {
        Name = name;
        Time = time;
        Flash = flash;
        flash.Board = this;
        Clock = new BoardClock(this);
        Reader = new BoardReader(this);
        Pins = new BoardPins(this);
        Network = new BoardNetwork(this);
    }

    /// <summary>What happens on the serial console.</summary>
    public event Action<Board, string>? ConsoleLine;

    /// <summary>The board that the calling code runs on.</summary>
    public static Board Current => Ambient.Value?.Check()
        ?? throw new InvalidOperationException("This library belongs to a virtual board: call it from code that the board runs.");

    /// <summary>Its name, for threads and messages.</summary>
    public string Name { get; }

    /// <summary>The world that it lives in.</summary>
    public BoardTime Time { get; }

    /// <summary>Its flash, which keeps what was committed when the power goes.</summary>
    public BoardFlash Flash { get; }

    /// <summary>Its clocks.</summary>
    public BoardClock Clock { get; }

    /// <summary>The badge reader.</summary>
    public BoardReader Reader { get; }

    /// <summary>GPIO and PWM.</summary>
    public BoardPins Pins { get; }

    /// <summary>Wi-Fi and what is behind it.</summary>
    public BoardNetwork Network { get; }

    /// <summary>Whether it has power.</summary>
    public bool IsPowered { get; private set; }

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>Switches it on: everything but flash is as new, and <paramref name="main"/> runs on it. It must return once its loops are started.</summary>
    public void PowerOn(Action main)
    {
        lock (_gate)
        {
            if (IsPowered)
            {
                return;
            }

            _main = main;
            Starts++;
            IsPowered = true;
            Clock.PowerOn();
            Pins.Reset();
        }

        using (Enter(Starts))
        {
            try
            {
                main();
            }
            catch (PowerLostException)
            {
                // The power went away during the start.
            }
        }
    }

    /// <summary>Takes the power away, in the middle of whatever runs.</summary>
    public void PowerOff()
    {
        LoopHandle[] loops;
        lock (_gate)
        {
            if (!IsPowered)
            {
                return;
            }

            IsPowered = false;
            loops = _loops.ToArray();
            _loops.Clear();
        }

        Pins.Reset();
        Network.Sever();
        foreach (LoopHandle loop in loops)
        {
            loop.Poke();
        }
    }

    /// <summary>Off and on again with the same program, as <c>Power.RebootDevice</c> does; it takes a second.</summary>
    public void Reboot()
    {
        Action? main = _main;
        PowerOff();
        if (main != null)
        {
            Time.After(1000, () => PowerOn(main));
        }
    }

    /// <summary>Makes this the board that the calling code runs on, until the result is disposed.</summary>
    public IDisposable Enter() => Enter(Starts);

    /// <summary>Starts a loop: the step gets the tick and returns the tick at which it is next due. It ends with the power.</summary>
    /// <param name="name">For the thread's name.</param>
    /// <param name="step">One step.</param>
    /// <param name="idle">
    /// Says that stepping now could change nothing until the board's world changes (no card in the field). In simulated time the loop is
    /// then left alone until that moment; in real time it goes on polling.
    /// </param>
    public LoopHandle StartLoop(string name, Func<long, long> step, Func<bool>? idle = null)
    {
        LoopHandle loop = Time.StartLoop(this, name, step, idle);
        lock (_gate)
        {
            _loops.Add(loop);
        }

        return loop;
    }

    /// <summary>Writes a line on the serial console.</summary>
    public void WriteConsole(string line) => ConsoleLine?.Invoke(this, line);

    internal bool IsRunning(int start) => IsPowered && Starts == start;

    internal IDisposable Enter(int start)
    {
        var entered = new Entered(this, start, Ambient.Value);
        Ambient.Value = entered;
        return entered;
    }

    /// <summary>Something that a loop may poll has changed.</summary>
    internal void Poke()
    {
        LoopHandle[] loops;
        lock (_gate)
        {
            loops = _loops.ToArray();
        }

        foreach (LoopHandle loop in loops)
        {
            loop.Poke();
        }
    }

    private sealed class Entered(Board board, int start, Entered? before) : IDisposable
    {
        public void Dispose() => Ambient.Value = before;

        internal Board Check() => board.IsRunning(start) ? board : throw new PowerLostException(board.Name);
    }
}

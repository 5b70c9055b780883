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
    private const int RebootMs = 1000;

    // Whatever runs on a board runs on one thread from its beginning to its end: the firmware awaits nothing.
    [ThreadStatic]
    private static Entered? _ambient;

    private readonly object _gate = new();
    private readonly List<LoopHandle> _loops = [];
    private readonly Dictionary<Type, object> _ram = [];
    private Action? _main;
    private volatile int _running;
    private int _switches;

    /// <summary>A board without power, with the flash that it had before; its chip is an ESP32.</summary>
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
        MacAddress = DrawMacAddress(name);
    }

    /// <summary>What happens on the serial console.</summary>
    public event Action<Board, string>? ConsoleLine;

    /// <summary>The board that the calling code runs on.</summary>
    /// <exception cref="InvalidOperationException">The code runs on no board.</exception>
    /// <exception cref="PowerLostException">The power was switched off since the code began to run.</exception>
    public static Board Current => _ambient?.Check()
        ?? throw new InvalidOperationException("This library belongs to a virtual board: call it from code that the board runs.");

    /// <summary>Its name, for threads and messages.</summary>
    public string Name { get; }

    /// <summary>The address of its radio, 6 bytes: from its name, so that it is the same in every run.</summary>
    public byte[] MacAddress { get; }

    /// <summary>Its chip; another one may take its place while there is no power.</summary>
    public BoardChip Chip { get; set; } = BoardChip.Esp32;

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

    /// <summary>What the bytes of an assembly stand for on it.</summary>
    public BoardPrograms Programs { get; } = new();

    /// <summary>Whether it has power.</summary>
    public bool IsPowered => _running != 0;

    /// <summary>How often it was started.</summary>
    public int Starts { get; private set; }

    /// <summary>
    /// Switches it on: everything but flash is as new, and <paramref name="main"/> runs on it, on this thread. It must return once its loops are
    /// started. What it throws comes out here, and the board stays on, as a device does whose program has ended.
    /// </summary>
    public void PowerOn(Action main)
    {
        int start;
        lock (_gate)
        {
            if (IsPowered)
            {
                return;
            }

            _main = main;
            _switches++;
            _ram.Clear();
            start = ++Starts;
            Clock.PowerOn();
            _running = start;
        }

        using (Enter(start))
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

    /// <summary>
    /// Takes the power away, in the middle of whatever runs: loops end, and what still runs meets <see cref="PowerLostException"/> at its next call
    /// into a library. Does not wait for that.
    /// </summary>
    public void PowerOff()
    {
        LoopHandle[] loops;
        lock (_gate)
        {
            _switches++;
            if (!IsPowered)
            {
                return;
            }

            _running = 0;
            _ram.Clear();
            loops = _loops.ToArray();
            _loops.Clear();
        }

        Pins.Reset();
        Network.Sever();
        foreach (LoopHandle loop in loops)
        {
            loop.Stop();
        }

        Time.Nudge();
    }

    /// <summary>Off and on again with the same program, as <c>Power.RebootDevice</c> does; it takes a second, and a switch pressed meanwhile wins.</summary>
    public void Reboot()
    {
        Action? main = _main;
        PowerOff();
        if (main == null)
        {
            return;
        }

        int switches = _switches;
        Time.After(
            RebootMs,
            () =>
            {
                if (switches == _switches)
                {
                    PowerOn(main);
                }
            });
    }

    /// <summary>Makes this the board that the calling code runs on, from its present start on, until the result is disposed.</summary>
    public IDisposable Enter() => Enter(Starts);

    /// <summary>Starts a loop: the step gets the tick and returns the tick at which it is next due. It ends with the power.</summary>
    /// <param name="name">For the thread's name.</param>
    /// <param name="step">One step; <see cref="long.MaxValue"/> means: only when woken.</param>
    /// <param name="idle">
    /// Says that stepping now could change nothing until the board's world changes (no card in the field). In simulated time the loop is
    /// then left alone until that moment; in real time it goes on polling.
    /// </param>
    public LoopHandle StartLoop(string name, Func<long, long> step, Func<bool>? idle = null)
    {
        LoopHandle loop;
        lock (_gate)
        {
            if (!IsPowered)
            {
                throw new PowerLostException(Name);
            }

            loop = Time.StartLoop(this, name, step, idle);
            _loops.Add(loop);
        }

        return loop;
    }

    /// <summary>The thread of a loop hangs from now on, until the power goes. False: there is no such loop.</summary>
    public bool Hang(string loop)
    {
        lock (_gate)
        {
            LoopHandle? found = _loops.Find(candidate => string.Equals(candidate.Name, loop, StringComparison.Ordinal));
            found?.Hang();
            return found != null;
        }
    }

    /// <summary>
    /// The calling thread hangs from here on, as in a native call that never returns; loops that it has started go on. Does not return: whatever it still runs into meets
    /// <see cref="PowerLostException"/> until that has come out of it.
    /// </summary>
    public static void HangHere()
    {
        if (_ambient is { } ambient)
        {
            ambient.Hangs = true;
            ambient.Check();
        }
    }

    /// <summary>Writes a line on the serial console.</summary>
    public void WriteConsole(string line) => ConsoleLine?.Invoke(this, line);

    /// <summary>Throws where the calling code runs on a board that has lost its power since; hands from outside pass.</summary>
    internal static void RequirePower() => _ambient?.Check();

    internal bool IsRunning(int start) => _running == start && start != 0;

    internal IDisposable Enter(int start)
    {
        var entered = new Entered(this, start, _ambient);
        _ambient = entered;
        return entered;
    }

    /// <summary>What a library keeps in statics on the device: one for each board, gone with the power.</summary>
    internal T Ram<T>(Func<T> make)
        where T : class
    {
        lock (_gate)
        {
            if (_ram.TryGetValue(typeof(T), out object? kept))
            {
                return (T)kept;
            }

            T fresh = make();
            _ram.Add(typeof(T), fresh);
            return fresh;
        }
    }

    /// <summary>A loop has ended by itself.</summary>
    internal void Forget(LoopHandle loop)
    {
        lock (_gate)
        {
            _loops.Remove(loop);
        }
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

        Time.Nudge();
    }

    private static byte[] DrawMacAddress(string name)
    {
        // FNV-1a, behind one of the chip maker's prefixes.
        uint hash = 2166136261;
        foreach (char c in name)
        {
            hash = (hash ^ c) * 16777619;
        }

        return [0x24, 0x6F, 0x28, (byte)(hash >> 16), (byte)(hash >> 8), (byte)hash];
    }

    private sealed class Entered(Board board, int start, Entered? before) : IDisposable
    {
        internal bool Hangs { get; set; }

        public void Dispose() => _ambient = before;

        internal Board Check() => board.IsRunning(start) && !Hangs ? board : throw new PowerLostException(board.Name);
    }
}

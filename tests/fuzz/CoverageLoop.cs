using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading;
using SharpFuzz.Common;

namespace DutyKiosk.Fuzz;

/// <summary>
/// Tries changed inputs for a while and goes on from those that take a branch that none before has taken, or take one much more often. It is for where AFL++ is not at hand, and for targets that
/// have a whole bridge to start: it runs in one process.
/// </summary>
internal sealed unsafe class CoverageLoop
{
    private const int MapBytes = 1 << 16;
    private const int MostCrashesKept = 32;
    private static readonly TimeSpan Hangs = TimeSpan.FromSeconds(20);

    private readonly FuzzTarget _target;
    private readonly string _found;
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly byte[] _seen = new byte[MapBytes];
    private readonly List<byte[]> _queue = [];
    private readonly Dictionary<string, int> _crashes = new(StringComparer.Ordinal);
    private static byte* _map;
    private byte[] _running = [];
    private long _began;
    private long _runs;

    internal CoverageLoop(FuzzTarget target, string found, TimeProvider time, int seed)
    {
        _target = target;
        _found = found;
        _time = time;
        _random = new Random(seed);
    }

    /// <summary>Gives instrumented code something to write to. It must have that before any of it runs, whoever looks at it later.</summary>
    internal static void Begin()
    {
        _map = (byte*)NativeMemory.AllocZeroed(MapBytes);
        Trace.SharedMem = _map;
    }

    /// <summary>Runs for so long from these inputs on; how many kinds of crash were found.</summary>
    internal int Run(IEnumerable<byte[]> inputs, TimeSpan howLong)
    {
        Directory.CreateDirectory(_found);
        long started = _time.GetTimestamp(), told = started;
        using ITimer watch = _time.CreateTimer(_ => LookForHang(), null, Hangs, Hangs);
        foreach (byte[] input in inputs)
        {
            // Once without counting, as what is done only once would count for the first.
            Try(input);
            if (Try(input))
            {
                _queue.Add(input);
            }
        }

        int given = _queue.Count;
        var mutator = new Mutator(_random, _queue, _target.Words, _target.MostBytes);
        while (_time.GetElapsedTime(started) < howLong)
        {
            // Younger ones are tried more often: they have been tried less.
            int last = _queue.Count - 1;
            byte[] from = _queue.Count == 0 ? [] : _queue[_random.Next(3) == 0 ? _random.Next(_queue.Count) : Math.Max(0, last - (int)(_random.NextDouble() * _random.NextDouble() * _queue.Count))];
            byte[] changed = mutator.Change(from);
            if (Try(changed))
            {
                Keep("path", changed);
                _queue.Add(changed);
            }

            if (_time.GetElapsedTime(told) > TimeSpan.FromSeconds(30))
            {
                told = _time.GetTimestamp();
                Tell(started, given);
            }
        }

        Tell(started, given);
        foreach ((string crash, int times) in _crashes)
        {
            Console.WriteLine($"  {times} times: {crash}");
        }

        return _crashes.Count;
    }

    // Whether an input has taken a new branch.
    private bool Try(byte[] input)
    {
        new Span<byte>(_map, MapBytes).Clear();
        Trace.PrevLocation = 0;
        _running = input;
        Volatile.Write(ref _began, _time.GetTimestamp());
        _runs++;
        try
        {
            _target.Run(input);
        }
        catch (Exception exception)
        {
            Crashed(input, exception);
            return false;
        }
        finally
        {
            Volatile.Write(ref _began, 0);
        }

        return TakeNew();
    }

    // How often a branch was taken counts in steps that double, as AFL counts it.
    private bool TakeNew()
    {
        bool isNew = false;
        for (int i = 0; i < MapBytes; i++)
        {
            byte times = _map[i];
            if (times != 0)
            {
                byte step = (byte)(times switch { 1 => 1, 2 => 2, 3 => 4, < 8 => 8, < 16 => 16, < 32 => 32, < 128 => 64, _ => 128 });
                isNew |= (_seen[i] & step) == 0;
                _seen[i] |= step;
            }
        }

        return isNew;
    }

    private void Crashed(byte[] input, Exception exception)
    {
        string[] lines = exception.ToString().Split('\n');
        string where = lines.FirstOrDefault(line => line.Contains(" at DutyKiosk.", StringComparison.Ordinal) && !line.Contains("BrokenPromiseException", StringComparison.Ordinal))?.Trim() ?? "";
        string kind = $"{exception.GetType().Name}: {Cut(exception.Message)} {where}";
        if (_crashes.TryGetValue(kind, out int times))
        {
            _crashes[kind] = times + 1;
            return;
        }

        _crashes.Add(kind, 1);
        if (_crashes.Count <= MostCrashesKept)
        {
            Keep("crash", input);
            Console.WriteLine($"CRASH {kind}\n{exception}");
        }
    }

    private void LookForHang()
    {
        long began = Volatile.Read(ref _began);
        if (began != 0 && _time.GetElapsedTime(began) > Hangs)
        {
            Keep("hang", _running);
            Console.WriteLine($"HANG in {_target.Name}: the input is in {_found}");
            Environment.Exit(2);
        }
    }

    private void Tell(long started, int given)
    {
        double seconds = _time.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{_target.Name}: {_runs} runs in {seconds:0} s ({_runs / seconds:0} a second), {_queue.Count - given} paths beside {given} given ones, {_seen.Count(bits => bits != 0)} branches, {_crashes.Count} kinds of crash");
    }

    private void Keep(string kind, byte[] input) => File.WriteAllBytes(Path.Combine(_found, $"{kind}-{Convert.ToHexStringLower(SHA256.HashData(input).AsSpan(0, 6))}"), input);

    private static string Cut(string text) => new([.. text.TakeWhile(sign => sign is not ('\r' or '\n')).Take(160)]);
}

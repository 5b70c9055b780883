using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.VirtualBoard;
using DutyKiosk.VirtualRoom.Rehearsal;

namespace DutyKiosk.Processes;

/// <summary>A real terminal seen from outside: its process, what it has said, and what is on its flash.</summary>
/// <param name="credentials">What it was enrolled with.</param>
/// <param name="number">Whose people tap at it.</param>
/// <param name="flash">The folder that is its flash.</param>
/// <param name="wire">Its way to the broker.</param>
internal sealed class TerminalProcess(TerminalCredentials credentials, int number, string flash, Wire wire) : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<Claim> _shown = [];
    private readonly HashSet<Claim> _taken = [];
    private readonly SortedDictionary<long, string> _journal = [];
    private readonly List<string> _faults = [];
    private readonly TerminalEntry _entry = new() { Id = credentials.Terminal, Post = credentials.Post, Handover = credentials.Handover, Key = credentials.Key };
    private Process? _process;
    private long _acknowledged;
    private bool _isOn;

    /// <summary>Its id.</summary>
    internal string Id => _entry.Id;

    /// <summary>Its key, 64 hex digits.</summary>
    internal string Key => _entry.Key;

    /// <summary>Its way to the broker.</summary>
    internal Wire Wire => wire;

    /// <summary>The process's number.</summary>
    internal int ProcessId => _process!.Id;

    /// <summary>Whether it has said that it has power since it was started.</summary>
    internal bool IsOn
    {
        get
        {
            lock (_gate)
            {
                return _isOn;
            }
        }
    }

    /// <summary>Whether it has ended though nobody has killed it.</summary>
    internal bool HasEnded => _process is { HasExited: true };

    /// <summary>What is on its flash, or was when it was looked at: every record by its number.</summary>
    internal IReadOnlyDictionary<long, string> Journal => _journal;

    /// <summary>What it has said that it must never say.</summary>
    internal string[] Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>Starts it.</summary>
    internal void Start(bool rests)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (string argument in (string[])[Path.Combine(AppContext.BaseDirectory, "DutyKiosk.Processes.dll"), TerminalProgram.Name, flash, $"{number}", .. rests ? new[] { "--rest" } : []])
        {
            start.ArgumentList.Add(argument);
        }

        lock (_gate)
        {
            _isOn = false;
        }

        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Take(line.Data);
        _process.ErrorDataReceived += (_, line) => Take(line.Data is { Length: > 0 } said ? "threw " + said : null);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>SIGKILL. When this returns everything that it has said has been heard.</summary>
    internal async Task KillAsync()
    {
        if (_process is { } process)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
            process.Dispose();
            _process = null;
        }
    }

    /// <summary>Has its people wait, or tap.</summary>
    internal Task SayAsync(string word) => _process!.StandardInput.WriteLineAsync(word);

    /// <summary>What it was told and has shown so far.</summary>
    internal (Claim[] Shown, Claim[] Taken, long Acknowledged) Claims()
    {
        lock (_gate)
        {
            return ([.. _shown], [.. _taken], _acknowledged);
        }
    }

    /// <summary>Reads its flash as a start would find it now. Files that are replaced meanwhile are whole, the old or the new ones; nothing on flash is touched.</summary>
    internal void ReadJournal()
    {
        string copy = flash + ".copy";
        Directory.CreateDirectory(copy);
        foreach (string file in Directory.GetFiles(flash).Where(file => Path.GetExtension(file) is not ".new"))
        {
            try
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
            catch (FileNotFoundException)
            {
                // The terminal has just removed it, as everything in it is acknowledged.
            }
        }

        foreach (string record in new TerminalJournal(_entry, new BoardFlash(copy)).ReadNew())
        {
            long seq = Claim.Of(Encoding.UTF8.GetBytes(record)).Seq;
            if (!_journal.TryAdd(seq, record) && !string.Equals(_journal[seq], record, StringComparison.Ordinal))
            {
                Fault($"record {seq} on flash is another one than before");
            }
        }

        Directory.Delete(copy, true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await wire.DisposeAsync();
    }

    private void Take(string? line)
    {
        if (line == null)
        {
            return;
        }

        string[] words = line.Split(' ');
        lock (_gate)
        {
            switch (words[0])
            {
                case "on":
                    _isOn = true;
                    break;
                case "shown":
                    _shown.Add(Claim.Of(words.AsSpan(1)));
                    break;
                case "taken":
                    _taken.Add(Claim.Of(words.AsSpan(1)));
                    break;
                case "ack":
                    _acknowledged = Math.Max(_acknowledged, long.Parse(words[1]));
                    break;
                default:
                    _faults.Add($"{Id}: {line}");
                    break;
            }
        }
    }

    private void Fault(string what)
    {
        lock (_gate)
        {
            _faults.Add($"{Id}: {what}");
        }
    }
}

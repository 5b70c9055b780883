using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace DutyKiosk.EndToEnd;

/// <summary>One of the product's programs as a process of its own.</summary>
public sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly List<string> _errors = [];
    private string _output = "";

    private RunningProgram(Process process)
    {
        _process = process;
        process.ErrorDataReceived += (_, line) =>
        {
            if (line.Data != null)
            {
                _errors.Add(line.Data);
            }
        };
        process.BeginErrorReadLine();
    }

    /// <summary>What it has said on standard error.</summary>
    public IReadOnlyList<string> Errors => _errors;

    /// <summary>What it has said on standard output before its end, behind the addresses that were read.</summary>
    public string Output => _output;

    /// <summary>The number that the system knows it by.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>Starts the virtual room on free ports.</summary>
    public static RunningProgram StartRoom(string data)
    {
        return Start("DutyKiosk.VirtualRoom.dll", "--data", data, "--port", "0", "--room-port", "0", "--mqtt-port", "0");
    }

    /// <summary>Starts the program whose assembly stands beside this test.</summary>
    public static RunningProgram Start(string assembly, params string[] arguments) => Start(assembly, new Dictionary<string, string>(StringComparer.Ordinal), arguments);

    /// <summary>Starts the program whose assembly stands beside this test, with variables of its own.</summary>
    public static RunningProgram Start(string assembly, IReadOnlyDictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };

        // It does not live long enough for what is compiled a second time, by how it was used, to pay.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        foreach (string argument in arguments.Prepend(Path.Combine(AppContext.BaseDirectory, assembly)))
        {
            start.ArgumentList.Add(argument);
        }

        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>Makes an API key for the bridge of a data folder, as somebody at the console does; returns its text.</summary>
    public static async Task<string> MakeKeyAsync(string data, params string[] scopes)
    {
        await using RunningProgram key = Start("DutyKiosk.HostBridge.dll", ["key", "create", "test", "--scope", .. scopes, "--data", data]);
        return await key.EndAsync() == 0 ? key.Output.Trim() : throw new InvalidOperationException($"No key was made: {string.Join(" ", key._errors)}");
    }

    /// <summary>The address behind a word that it prints at its start.</summary>
    public async Task<string> AddressAsync(string word)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
        {
            if (line.StartsWith(word, StringComparison.Ordinal))
            {
                return line[word.Length..].Trim();
            }
        }

        throw new InvalidOperationException($"The program ended without its address: {string.Join(" ", _errors)}");
    }

    /// <summary>SIGTERM again and again, as somebody does who cannot wait; returns the exit code.</summary>
    public async Task<int> StopAtOnceAsync()
    {
        while (!_process.HasExited)
        {
            using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync(CancellationToken.None);
        }

        return await EndAsync();
    }

    /// <summary>SIGTERM, as Ctrl+C and every service manager mean it; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using Process kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(CancellationToken.None);
        return await EndAsync();
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        _output = await _process.StandardOutput.ReadToEndAsync(patience.Token);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    /// <summary>SIGKILL: no chance to store or say anything.</summary>
    public async Task KillAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }
}

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.EndToEnd;

namespace DutyKiosk.Processes;

/// <summary>One bridge of a house, which is started again on what it has.</summary>
/// <param name="port">The port of its board.</param>
/// <param name="arguments">What it is started with.</param>
/// <param name="variables">Its variables.</param>
internal sealed class BridgeProcess(int port, string[] arguments, IReadOnlyDictionary<string, string> variables) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private RunningProgram? _program;

    /// <summary>The process's number.</summary>
    internal int ProcessId => _program!.Id;

    /// <summary>Whether it has ended though nobody has killed it.</summary>
    internal bool HasEnded => _program is { HasEnded: true };

    /// <summary>What it has said on standard error since it was started.</summary>
    internal IReadOnlyList<string> Errors => _program?.Errors ?? [];

    /// <summary>Starts it, and does not wait.</summary>
    internal void Begin() => _program = RunningProgram.Start("DutyKiosk.HostBridge.dll", variables, [.. arguments, "--port", $"{port}", "--log-level", "warning"]);

    /// <summary>Waits until it serves.</summary>
    internal async Task ServesAsync() => await _program!.AddressAsync("live board");

    /// <summary>Starts it, and waits until it serves.</summary>
    internal async Task StartAsync()
    {
        Begin();
        await ServesAsync();
    }

    /// <summary>SIGKILL.</summary>
    internal async Task KillAsync()
    {
        if (_program is { } program)
        {
            await program.KillAsync();
            await program.DisposeAsync();
            _program = null;
        }
    }

    /// <summary>Whether it says that it can store, and has folded everything.</summary>
    internal async Task<bool> IsReadyAsync(HttpClient client)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            using HttpResponseMessage answer = await client.GetAsync($"http://127.0.0.1:{port}/healthz/ready", patience.Token);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await KillAsync();
}

using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Ingest;
using DutyKiosk.HostBridge.Terminals;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>
/// Sees to it that the house's broker lets nobody in whose credentials were taken away: at once, and again after each start, as the broker may have been away
/// at that moment. Every bridge does so; it comes to the same.
/// </summary>
public sealed class RevokedAtBroker : IAsyncDisposable
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(30);

    private readonly DynamicSecurity _security;
    private readonly TerminalRegister _terminals;
    private readonly StepFaults _faults;
    private readonly TimeProvider _time;
    private readonly Channel<string> _due = Channel.CreateUnbounded<string>(new UnboundedChannelOptions { SingleReader = true });
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    /// <summary>It does nothing before it is started.</summary>
    public RevokedAtBroker(DynamicSecurity security, TerminalRegister terminals, StepFaults faults, TimeProvider time)
    {
        _security = security;
        _terminals = terminals;
        _faults = faults;
        _time = time;
    }

    /// <summary>Begins, with everybody who was ever revoked.</summary>
    public void Start()
    {
        _terminals.CredentialsChanged += Note;
        foreach (string terminal in _terminals.Revoked)
        {
            Note(terminal);
        }

        _running = RunAsync(_stop.Token);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _terminals.CredentialsChanged -= Note;
        await _stop.CancelAsync();
        await _running;
        _stop.Dispose();
    }

    private void Note(string terminal) => _due.Writer.TryWrite(terminal);

    private async Task RunAsync(CancellationToken stop)
    {
        try
        {
            await PrepareAsync(stop);
            while (true)
            {
                string terminal = await _due.Reader.ReadAsync(stop);
                while (_terminals.IsRevoked(terminal) && !await DoneAsync($"Revoking {terminal} at the broker", () => _security.RevokeAsync(terminal, stop), stop))
                {
                    await Task.Delay(RetryPause, _time, stop);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It is stopped.
        }
    }

    private async Task PrepareAsync(CancellationToken stop)
    {
        while (!await DoneAsync("Preparing the broker", () => _security.PrepareAsync(stop), stop))
        {
            await Task.Delay(RetryPause, _time, stop);
        }
    }

    private async Task<bool> DoneAsync(string part, Func<Task> work, CancellationToken stop)
    {
        try
        {
            await work();
            return true;
        }
        catch (InvalidOperationException exception) when (!stop.IsCancellationRequested)
        {
            _faults.Note(part, exception);
            return false;
        }
    }
}

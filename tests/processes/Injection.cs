using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Tests.Support;

namespace DutyKiosk.Processes;

/// <summary>Does a fault to a house, mends it, and counts what was killed.</summary>
/// <param name="house">The house.</param>
/// <param name="comparison">Looks at what is stored while what was killed is still dead.</param>
/// <param name="tally">Where it is counted.</param>
/// <param name="cancel">Somebody does not want to go on.</param>
internal sealed class Injection(House house, Comparison comparison, Tally tally, CancellationToken cancel)
{
    /// <summary>Does it. When this returns everything runs again.</summary>
    internal async Task DoAsync(Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.KillBridge:
                BridgeProcess killed = Of(house.Bridges, fault);
                await KillAsync(killed);
                await comparison.OfClaimsAsync();
                await killed.StartAsync();
                break;
            case FaultKind.KillBridgeAtStart:
                BridgeProcess starting = Of(house.Bridges, fault);
                await KillAsync(starting);
                starting.Begin();
                await Task.Delay(fault.Lasts, TimeProvider.System, cancel);
                await KillAsync(starting);
                await comparison.OfClaimsAsync();
                await starting.StartAsync();
                break;
            case FaultKind.KillBridges:
                await Task.WhenAll(house.Bridges.Select(KillAsync));
                await comparison.OfClaimsAsync();
                await StartBridgesAsync();
                break;
            case FaultKind.KillBroker:
                await KillAsync(house.Broker!);
                await Task.Delay(fault.Lasts, TimeProvider.System, cancel);
                await house.Broker!.RunAsync();
                break;
            case FaultKind.KillPostmaster:
                await KillPostgresAsync();
                await house.StartPostgresAsync();
                await comparison.OfClaimsAsync();
                break;
            case FaultKind.KillBackend:
                if (await house.BackendsAsync() is { Count: > 0 } backends)
                {
                    await House.SignalAsync("KILL", Of(backends, fault));
                    tally.Kill(Tally.Backend);
                    await comparison.OfClaimsAsync();
                }

                break;
            case FaultKind.KillTerminal:
                TerminalProcess terminal = Of(house.Terminals, fault);
                await KillAsync(terminal);
                terminal.Start(rests: false);
                break;
            case FaultKind.KillAll:
                await Task.WhenAll([.. house.Terminals.Select(KillAsync), .. house.Bridges.Select(KillAsync), house.Broker is { } broker ? KillAsync(broker) : Task.CompletedTask, house.Postgres != null ? KillPostgresAsync() : Task.CompletedTask]);
                await (house.Postgres != null ? house.StartPostgresAsync() : Task.CompletedTask);
                await comparison.OfClaimsAsync();
                await (house.Broker?.RunAsync() ?? Task.CompletedTask);
                await StartBridgesAsync();
                house.Terminals.ForEach(one => one.Start(rests: false));
                break;
            case FaultKind.StopBridge:
                await StopAsync("bridge", fault, Of(house.Bridges, fault).ProcessId);
                break;
            case FaultKind.StopBroker:
                await StopAsync("mosquitto", fault, house.Broker!.Id);
                break;
            case FaultKind.StopPostgres:
                await StopAsync("PostgreSQL", fault, house.PostgresProcesses());
                break;
            case FaultKind.StopTerminal:
                await StopAsync("terminal", fault, Of(house.Terminals, fault).ProcessId);
                break;
            case FaultKind.FillDisk:
                await FillDiskAsync(fault);
                break;
            case FaultKind.SlowLink:
                await DisturbAsync(fault, WireState.Slow, "links slow");
                break;
            case FaultKind.CutLink:
                await DisturbAsync(fault, WireState.Cut, "links cut in a packet");
                break;
            case FaultKind.MuteLink:
                await DisturbAsync(fault, WireState.Mute, "links half-open");
                break;
            default:
                throw new InvalidOperationException($"Nobody knows how to do {fault.Kind}.");
        }
    }

    /// <summary>SIGKILL to a terminal in the midst of its taps.</summary>
    internal async Task KillAsync(TerminalProcess terminal)
    {
        await terminal.KillAsync();
        tally.Kill(Tally.Terminal);
    }

    private static T Of<T>(List<T> all, Fault fault) => all[fault.Target % all.Count];

    private async Task KillAsync(BridgeProcess bridge)
    {
        await bridge.KillAsync();
        tally.Kill(Tally.Bridge);
    }

    private async Task KillAsync(Mosquitto broker)
    {
        await broker.KillAsync();
        tally.Kill(Tally.Broker);
    }

    private async Task KillPostgresAsync()
    {
        await house.KillPostgresAsync();
        tally.Kill(Tally.Postmaster);
    }

    private async Task StartBridgesAsync()
    {
        house.Bridges.ForEach(bridge => bridge.Begin());
        await Task.WhenAll(house.Bridges.Select(bridge => bridge.ServesAsync()));
    }

    private async Task StopAsync(string what, Fault fault, params int[] processes)
    {
        await House.SignalAsync("STOP", processes);
        try
        {
            await Task.Delay(fault.Lasts, TimeProvider.System, cancel);
        }
        finally
        {
            await House.SignalAsync("CONT", processes);
        }

        tally.Other(what + " stopped and continued");
    }

    // Until a bridge says that it cannot store, and then for as long as the plan says.
    private async Task FillDiskAsync(Fault fault)
    {
        house.Disk.Fill();
        try
        {
            await house.UntilAsync("a bridge notices that the disk is full", async () => !await house.AreBridgesReadyAsync());
            await Task.Delay(fault.Lasts, TimeProvider.System, cancel);
        }
        finally
        {
            house.Disk.MakeRoom();
        }

        if (house.Postgres is { Postmaster: null })
        {
            tally.Other("PostgreSQL ended by itself as the disk was full");
            await house.StartPostgresAsync();
        }

        await comparison.OfClaimsAsync();
        tally.Other("disk full, and room again");
    }

    private async Task DisturbAsync(Fault fault, WireState state, string what)
    {
        Wire wire = house.Wires[fault.Target % house.Wires.Count];
        wire.Set(state);
        if (state == WireState.Cut)
        {
            await house.UntilAsync("the connection is cut", () => !wire.IsOpen);
        }

        await Task.Delay(fault.Lasts, TimeProvider.System, cancel);
        wire.Set(WireState.Whole);
        tally.Other(what);
    }
}

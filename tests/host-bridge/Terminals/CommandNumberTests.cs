using System;
using DutyKiosk.HostBridge.Terminals;
using DutyKiosk.HostBridge.Tests.Support;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Terminals;

/// <summary>The numbers of commands, by which a terminal tells a new one from an old one that somebody sends again.</summary>
public sealed class CommandNumberTests : IDisposable
{
    private readonly TestBridge _bridge = new();

    /// <inheritdoc/>
    public void Dispose() => _bridge.Dispose();

    /// <summary>Two commands that follow each other before the terminal says a word have two numbers, also above what a restored log would give.</summary>
    [Fact]
    public void NumbersGrow()
    {
        _bridge.SaySigned("health", $"{{\"epoch\":\"{_bridge.Terminal.Epoch}\",\"seq\":0,\"outboxDepth\":0,\"command\":900,\"gate\":0");
        Assert.Equal(901, _bridge.Core.Send("T1", TerminalCommand.Locate));
        Assert.Equal(902, _bridge.Core.Send("T1", TerminalCommand.Silence));
    }
}

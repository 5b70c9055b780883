using System;
using Xunit;

namespace DutyKiosk.Simulation.Tests;

/// <summary>What a start finds when the bridge has everything.</summary>
public sealed class RestartTests
{
    /// <summary>
    /// The signature that health names for the newest record is the one that the bridge has of it: another one would be told to people as a history that is broken, and a segment
    /// that is begun with it could never be proved again.
    /// </summary>
    [Fact]
    public void TheChainGoesOnWhereTheBridgeHasEverything()
    {
        var kiosk = new BareKiosk(40);
        for (int i = 0; i < 5; i++)
        {
            kiosk.Wait(70000);
            kiosk.Tap([0x04, 0xDE, 0xAD, (byte)i]);
            kiosk.Wait(1000);
        }

        Assert.Equal(0, kiosk.Health.GetProperty("outboxDepth").GetInt32());
        kiosk.Restart();
        string newest = kiosk.Lines[^1];
        Assert.Equal(kiosk.Health.GetProperty("seq").GetInt64(), kiosk.Lines.Count);
        Assert.EndsWith($"\"mac\":\"{kiosk.Health.GetProperty("mac").GetString()}\"}}", newest, StringComparison.Ordinal);
    }
}

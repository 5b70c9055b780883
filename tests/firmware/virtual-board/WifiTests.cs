using System.Threading;
using nanoFramework.Networking;
using Xunit;

namespace DutyKiosk.VirtualBoard.Tests;

public sealed class WifiTests
{
    [Fact]
    public void Connecting_offline_waits_for_ever_without_a_token_and_ends_with_one()
    {
        var world = new Simulation().On(() => { });
        world.Board.Network.Up = false;
        world.OnBoard(() =>
        {
            Assert.Throws<StalledException>(() => WifiNetworkHelper.ConnectDhcp("duty", "password", token: CancellationToken.None));
            Assert.False(WifiNetworkHelper.ConnectDhcp("duty", "password", token: new CancellationToken(true)));
        });
        world.Board.Network.Up = true;
        world.OnBoard(() => Assert.True(WifiNetworkHelper.Reconnect(token: CancellationToken.None)));
    }
}

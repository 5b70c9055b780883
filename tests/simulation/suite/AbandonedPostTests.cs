using Xunit;

namespace DutyKiosk.Simulation.Tests;

/// <summary>A post where nobody relieves the holder.</summary>
public sealed class AbandonedPostTests
{
    /// <summary>Who holds goes on holding, also when his shift is so long over that a newer roster has neither it nor the one that followed.</summary>
    [Fact]
    public void TheHolderStaysThoughTheRosterHasMovedOn()
    {
        var kiosk = new BareKiosk(40);
        kiosk.Tap(BareKiosk.Uid(kiosk.Model.Covering("hotline", kiosk.Now)!.Entry.Leader[2] - '0'));
        string holder = kiosk.Holder;
        Assert.NotEmpty(holder);
        for (int hour = 0; hour < 40; hour++)
        {
            kiosk.Wait(3600000);
        }

        kiosk.Publish(2);
        kiosk.Wait(1000);
        Assert.Equal(holder, kiosk.Holder);
    }
}

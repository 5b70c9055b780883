using System.Threading.Tasks;
using DutyKiosk.VirtualRoom.Room;
using Xunit;

namespace DutyKiosk.EndToEnd;

/// <summary>Taps of badges that nobody knows, each different, so that none falls under the lockout; ten a minute are recorded one by one.</summary>
internal sealed class Taps(RoomTerminal terminal)
{
    private uint _next = 0x01000000;

    internal async Task MakeAsync(int count)
    {
        for (int i = 0; i < count; i++)
        {
            int shown = terminal.View().shown;
            string badge = (_next++).ToString("X8", System.Globalization.CultureInfo.InvariantCulture);

            // The reader tells two cards apart by the empty polls between them, so a badge may have to be held to it again.
            await Eventually.HoldsAsync(() =>
            {
                if (terminal.View().shown == shown && !terminal.Board.Reader.HasCard)
                {
                    Assert.Null(terminal.Tap(badge));
                }

                return Task.FromResult(terminal.View().shown > shown ? null : "the badge is not answered");
            });
        }
    }
}

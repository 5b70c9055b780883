using DutyKiosk.Core.Clock;
using DutyKiosk.Core.Records;

namespace DutyKiosk.Core
{
    /// <summary>Renders <c>health</c>, but for its signature.</summary>
    internal static class HealthJson
    {
        internal static ByteBuffer Render(Kiosk kiosk, HealthReadings readings, int refusedTaps, Inbox inbox, string firmware)
        {
            Stamp now = kiosk.View.Now;
            ByteBuffer json = new ByteBuffer(512);
            json.Ascii("{\"uptimeSeconds\":");
            json.Decimal(now.Ticks / 1000);
            Number(json, "heapBytes", readings.HeapBytes);
            Number(json, "rssi", readings.Rssi);
            Number(json, "readerPolls", readings.ReaderPolls);
            Number(json, "readerFaults", readings.ReaderFaults);
            Number(json, "longestStallMs", readings.LongestStallMs);
            Number(json, "journalPercent", kiosk.Journal.Percent);
            Number(json, "outboxDepth", kiosk.Outbox.Depth);
            Number(json, "refusedTaps", refusedTaps);
            Number(json, "uncountedTaps", readings.UncountedTaps);
            Number(json, "badMessages", inbox.BadMessages);
            Number(json, "droppedMessages", readings.DroppedMessages);
            Number(json, "linkFailures", readings.LinkFailures);
            Number(json, "shortStarts", readings.ShortStarts);
            Name(json, "clock");
            json.Ascii(now.Clock == ClockQuality.Set ? "\"set\"" : now.Clock == ClockQuality.Unset ? "\"unset\"" : "\"held:");
            if (now.Clock == ClockQuality.Held)
            {
                json.Decimal(now.HeldSeconds);
                json.Byte('"');
            }

            Name(json, "firmware");
            json.Byte('"');
            json.Ascii(firmware);
            json.Byte('"');
            Name(json, "update");
            json.Byte('"');
            json.Ascii(kiosk.Updates == null ? "" : kiosk.Updates.Status);
            json.Byte('"');
            Number(json, "offer", kiosk.Updates == null ? 0 : kiosk.Updates.OfferVersion);
            Number(json, "roster", kiosk.View.RosterVersion);
            Name(json, "rosterHash");
            json.Byte('"');
            if (kiosk.View.Roster != null)
            {
                json.Hex(kiosk.View.Roster.Hash, 0, kiosk.View.Roster.Hash.Length);
            }

            json.Byte('"');
            Number(json, "policy", kiosk.View.Policy.Version);
            Number(json, "gate", inbox.GateVersion);
            Number(json, "presence", inbox.PresenceVersion);
            Number(json, "command", inbox.CommandVersion);
            Name(json, "epoch");
            json.Byte('"');
            json.Ascii(kiosk.Journal.Epoch);
            json.Byte('"');
            Number(json, "seq", kiosk.Journal.NewestSeq);
            Name(json, "mac");
            json.Byte('"');
            json.Hex(kiosk.Journal.NewestMac, 0, RecordJson.MacBytes);
            json.Byte('"');
            return json;
        }

        private static void Number(ByteBuffer json, string name, long value)
        {
            Name(json, name);
            json.Decimal(value);
        }

        private static void Name(ByteBuffer json, string name)
        {
            json.Ascii(",\"");
            json.Ascii(name);
            json.Ascii("\":");
        }
    }
}

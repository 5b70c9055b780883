using System.Collections;
using DutyKiosk.Core.Link;

namespace DutyKiosk.Firmware.Tests.Support
{
    /// <summary>A link that takes everything and lets nothing arrive: what was handed to it is kept, in order.</summary>
    public class RecordingLink : IOutgoing
    {
        /// <summary>The numbers of the records that were handed over, as <see cref="uint"/>.</summary>
        public ArrayList Sent { get; private set; } = new ArrayList();

        /// <inheritdoc/>
        public void Publish(string topic, byte[] payload, bool atLeastOnce, bool retain, uint seq)
        {
            Sent.Add(seq);
        }

        /// <inheritdoc/>
        public void Subscribe(string topic)
        {
            // Nothing ever comes from it.
        }

        /// <inheritdoc/>
        public void Unsubscribe(string topic)
        {
            // Nothing ever comes from it.
        }

        /// <inheritdoc/>
        public void KeepQuiet(long untilTicks)
        {
            // No thread is stopped here by anything.
        }

        /// <inheritdoc/>
        public void Restart(string reason)
        {
            // The outbox never asks for it.
        }
    }
}

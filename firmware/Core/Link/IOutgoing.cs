namespace DutyKiosk.Core.Link
{
    /// <summary>
    /// Where the kiosk hands what shall leave for the bridge. The link takes it over at once and sends it from its own thread.
    /// Twins: the M2Mqtt link, the tests' recorder.
    /// </summary>
    public interface IOutgoing
    {
        /// <summary>
        /// Hands over one publish. The payload is not copied and must not change. <paramref name="seq"/> is the number of the
        /// record that it carries, 0 for anything else; the link reports it back through <see cref="Kiosk.RecordArrived"/> on PUBACK.
        /// </summary>
        void Publish(string topic, byte[] payload, bool atLeastOnce, bool retain, uint seq);

        /// <summary>Asks for a topic, or asks again so that its retained message is sent once more.</summary>
        void Subscribe(string topic);

        /// <summary>Asks for a topic no more: a client has room for some filters only.</summary>
        void Unsubscribe(string topic);

        /// <summary>
        /// Until this tick nothing may begin that stops every thread while it lasts (resolving a name, a TLS handshake): somebody is at the door. A later
        /// call only ever prolongs it.
        /// </summary>
        void KeepQuiet(long untilTicks);

        /// <summary>Asks for an orderly restart of the terminal (a command of the bridge).</summary>
        void Restart(string reason);
    }
}

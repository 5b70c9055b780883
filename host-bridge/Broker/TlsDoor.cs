using System.Net;

namespace DutyKiosk.HostBridge.Broker;

/// <summary>Where the broker takes connections over TLS, and what it shows there.</summary>
/// <param name="At">The address and port; port 0: any free one.</param>
/// <param name="Identity">What is shown.</param>
public sealed record TlsDoor(IPEndPoint At, ServerIdentity Identity);

namespace DutyKiosk.HostBridge.Web.Settings;

/// <summary>A message to a channel and what became of it.</summary>
/// <param name="At">When the notice was sent.</param>
/// <param name="Channel">The channel's name.</param>
/// <param name="Topic">What it was about, in words.</param>
/// <param name="State">The word for what became of it.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Answer">What the receiver said.</param>
public sealed record DeliveryRow(string At, string Channel, string Topic, string State, int Attempts, string Answer);

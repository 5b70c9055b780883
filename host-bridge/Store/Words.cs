namespace DutyKiosk.HostBridge.Store;

/// <summary>The words of the wire for what the store names.</summary>
public static class Words
{
    /// <summary>The word of a proof.</summary>
    public static string Of(Proof proof) => proof switch
    {
        Proof.Ok => "ok",
        Proof.BadMac => "bad-mac",
        Proof.Gap => "gap",
        Proof.Fork => "fork",
        Proof.Erased => "erased",
        _ => "quarantined",
    };
}

namespace Iot.Device.Rfid;

/// <summary>What an ISO 14443 type A card says of itself.</summary>
public class Data106kbpsTypeA
{
    /// <summary>A card as it answered.</summary>
    public Data106kbpsTypeA(byte targetNumber, ushort atqa, byte sak, byte[] nfcId, byte[]? ats)
    {
        TargetNumber = targetNumber;
        Atqa = atqa;
        Sak = sak;
        NfcId = nfcId;
        Ats = ats;
    }

    /// <summary>The target number.</summary>
    public byte TargetNumber { get; set; }

    /// <summary>The answer to request.</summary>
    public ushort Atqa { get; set; }

    /// <summary>The select acknowledge.</summary>
    public byte Sak { get; set; }

    /// <summary>The UID, 4, 7 or 10 bytes.</summary>
    public byte[] NfcId { get; set; }

    /// <summary>The answer to select.</summary>
    public byte[]? Ats { get; set; }
}

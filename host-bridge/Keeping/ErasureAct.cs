using System.Text.Json;

namespace DutyKiosk.HostBridge.Keeping;

/// <summary>Somebody's data was erased; the entries of kind <see cref="Store.LogKind.Erasure"/> hold one each. It does not say whose.</summary>
/// <param name="By">Who did it.</param>
/// <param name="Records">How many records are left without their person.</param>
/// <param name="Others">How many other entries were changed.</param>
public sealed record ErasureAct(string By, int Records, int Others)
{
    /// <summary>The bytes of its entry.</summary>
    public byte[] ToBody() => JsonSerializer.SerializeToUtf8Bytes(this);
}

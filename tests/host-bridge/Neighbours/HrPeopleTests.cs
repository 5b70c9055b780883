using System.Text.Json;
using DutyKiosk.HostBridge.Neighbours;
using Xunit;

namespace DutyKiosk.HostBridge.Tests.Neighbours;

/// <summary>What a list of a system for staff is read as.</summary>
public sealed class HrPeopleTests
{
    /// <summary>A text that is none, half a character or bytes that are no UTF-8, is a fault where a member has it, and makes the list no JSON where a name is one.</summary>
    [Fact]
    public void ATextThatIsNoneIsAFault()
    {
        byte[] half = [.. """[{"id":"S01","name":"\ud800"}]"""u8], broken = [.. "[{\"id\":\"S01\",\"name\":\""u8, 0xC3, .. "\"}]"u8];
        Assert.All([half, broken], body => Assert.NotEmpty(HrPeople.Read(body).Faults));
        byte[] halfName = [.. """[{"\ud800":1,"id":"S01","name":"x"}]"""u8], brokenName = [.. "[{\""u8, 0xFF, .. "\":1}]"u8];
        Assert.All([halfName, brokenName], body => Assert.ThrowsAny<JsonException>(() => HrPeople.Read(body)));
    }
}

using System.Linq;
using DutyKiosk.HostBridge.Access;
using Microsoft.Extensions.DependencyInjection;

namespace DutyKiosk.HostBridge.Tests.Support;

/// <summary>API keys for tests of what is not about who may do what.</summary>
public static class TestKeys
{
    /// <summary>The text of a new key of a bridge; without scopes: one that may do everything.</summary>
    public static string Of(BridgeHost bridge, params Permission[] scopes)
    {
        string[] words = scopes.Length == 0 ? [.. PermissionWords.All] : [.. scopes.Select(PermissionWords.Of)];
        return bridge.Services.GetRequiredService<ApiKeys>().Create("test", words, null, Caller.Console).Text;
    }
}

using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging.Abstractions;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Renders components to HTML. Each time with a renderer of its own, because one keeps every component that it has ever rendered.</summary>
public sealed class Pages(IServiceProvider services)
{
    /// <summary>The HTML of a component with its parameters.</summary>
    public async Task<string> RenderAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        var given = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach ((string name, object? value) in parameters)
        {
            given.Add(name, value);
        }

        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(given))).ToHtmlString());
    }
}

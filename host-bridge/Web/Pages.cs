using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DutyKiosk.HostBridge.Web.Frame;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging.Abstractions;

namespace DutyKiosk.HostBridge.Web;

/// <summary>Renders components to HTML. Each time with a renderer of its own, because one keeps every component that it has ever rendered.</summary>
public sealed class Pages(IServiceProvider services)
{
    // The component library sets the style of single elements; a style sheet or a script of another house is as little let in as anywhere.
    private const string InteractivePolicy = "default-src 'self'; img-src 'self' data:; style-src-attr 'unsafe-inline'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    /// <summary>A whole page as the answer to a request; the component is given whoever looks as its parameter <c>Viewer</c>.</summary>
    public static IResult Show<TPage>(Viewer viewer, params (string Name, object? Value)[] parameters)
        where TPage : IComponent => Show<TPage>(viewer, StatusCodes.Status200OK, parameters);

    /// <summary>A whole page as the answer to a request that did not end well, such as a form with a fault.</summary>
    public static IResult Show<TPage>(Viewer viewer, int status, params (string Name, object? Value)[] parameters)
        where TPage : IComponent
    {
        return new RazorComponentResult<TPage>(Given([("Viewer", viewer), .. parameters])) { StatusCode = status };
    }

    /// <summary>Lets the parts of a page be interactive: to be called before it is shown.</summary>
    public static void AllowInteractive(HttpContext context) => context.Response.Headers.ContentSecurityPolicy = InteractivePolicy;

    /// <summary>The HTML of a component with its parameters, which is a part of a page that is sent when it has changed.</summary>
    public async Task<string> RenderAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(Given(parameters)))).ToHtmlString());
    }

    /// <summary>The HTML of several components, in their order, with one renderer for all of them.</summary>
    public async Task<IReadOnlyList<string>> RenderEachAsync(IEnumerable<(Type Component, (string Name, object? Value)[] Parameters)> components)
    {
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var rendered = new List<string>();
            foreach ((Type component, (string Name, object? Value)[] parameters) in components)
            {
                rendered.Add((await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(Given(parameters)))).ToHtmlString());
            }

            return rendered;
        });
    }

    private static Dictionary<string, object?> Given((string Name, object? Value)[] parameters) => parameters.ToDictionary(given => given.Name, given => given.Value, StringComparer.Ordinal);
}

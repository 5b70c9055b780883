@R18.3.4
Feature: R18.3.4 城区40分钟、城外50分钟到达
  A dispatch is due by itself, forty minutes after it was written down in the city and fifty outside; it is closed when the repair team is there.

  Background:
    Given the policy pack "gas-utility"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | A1 | 2026-03-02 17:30 | 2026-03-02 21:30 | S01    | S09        |
      | A2 | 2026-03-02 21:30 | 2026-03-03 08:30 | S02    | S09        |
    And the time is "2026-03-02 17:50"
    And "S01" holds the duty

  Scenario Outline: <where><minutes>分钟未到达即上报 not there in time
    When "S01" writes "漏气,已派维修" under "<section>" at "18:00"
    And the time is "<before>"
    Then no notice about "item-overdue" is sent
    And a notice about "item-overdue" reaches "S09" by "<after>"

    Examples:
      | where | minutes | section          | before | after |
      | 城区    | 40      | dispatch         | 18:39  | 18:41 |
      | 城外    | 50      | dispatch outside | 18:49  | 18:51 |

  Scenario: 按时到达 there in time, nobody is told
    When "S01" writes "漏气,已派维修" under "dispatch" at "18:00"
    And "S01" closes the item "漏气,已派维修" at "18:35"
    And the time is "18:55"
    Then no notice about "item-overdue" is sent

  Scenario: 另定更早的时限 a shorter time that somebody writes down counts instead
    When "S01" writes "医院漏气,已派维修" under "dispatch" due "18:15" at "18:00"
    And the time is "18:14"
    Then no notice about "item-overdue" is sent
    And a notice about "item-overdue" reaches "S09" by "18:16"

  Scenario: 派工随交接班带入 a dispatch under way goes with the handover, and who has not read of it takes over hastily
    When "S01" writes "漏气,已派维修" under "dispatch" at "21:10"
    And "S02" taps at "21:15"
    And "S01" taps at "21:25"
    And "S02" taps at "21:25:05"
    Then the last record is "handover.confirmed" with:
      | field    | value |
      | incoming | S02   |
      | hasty    | true  |
    And the sheet of shift "A2" carries over "漏气,已派维修"
    And a notice about "item-overdue" reaches "S09" by "21:51"

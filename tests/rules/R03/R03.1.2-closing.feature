@R03.1.2
Feature: R03.1.2 下班桌面整洁,无人接班的电脑关机
  Who is the last of the day leaves a tidy desk and a computer that is off, and closes the service with one tap.

  Background:
    Given the policy pack "agent-seats"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S05 | 陈静   | 04A1B2C5 | operator   |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
    And shifts:
      | id | start            | end              | leader | crew | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S01    | S05  | S09        |
      | D2 | 2026-03-03 08:00 | 2026-03-03 20:00 | S02    |      | S09        |
    And the time is "2026-03-02 19:30"
    And "S01" holds the duty

  Scenario: 桌面整洁、电脑关机后结束服务 with both ticked he closes the service
    When "S01" ticks "leaving check" at "19:45"
    And "S01" ticks "computer off"
    Then the sheet of shift "D1" is complete
    When "S01" taps at "19:55"
    Then the signal is "left"
    And nobody holds the duty
    And the last record is "duty.clock-out" with:
      | field  | value |
      | staff  | S01   |
      | holder | true  |
    And the sheet of shift "D1" is frozen

  Scenario Outline: <title>不得下班 with one of the two he does not
    When "S01" ticks "<tick>" at "19:45"
    And "S01" taps at "19:55"
    Then the tap is refused as "sheet-incomplete"
    And "S01" holds the duty
    And there is no record "duty.clock-out"

    Examples:
      | title | tick         |
      | 电脑未关机 | desk tidy    |
      | 桌面未整洁 | computer off |

  Scenario: 窗口未开不能结束服务 before the window he is only away
    When "S01" completes the sheet at "19:40"
    And "S01" taps at "19:45"
    Then the last record is "away.started"
    And "S01" holds the duty

  Scenario: 不查交班记录的岗位 a house that does not ask for it
    Given the policy pack "agent-seats" with:
      | parameter     | value |
      | sheetRequired | false |
    When "S01" ticks "leaving check" at "19:45"
    And "S01" taps at "19:55"
    Then nobody holds the duty

@R04.20
Feature: R04.20 日常安全检查;突发事件汇报
  Both sides tick the daily safety check, and an event reaches the leader the moment it is written down.

  Background:
    Given the policy pack "hotline-work"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D1 | 2026-03-02 08:00 | 2026-03-02 13:00 | S01    | S09        |
      | D2 | 2026-03-02 13:00 | 2026-03-02 18:00 | S02    | S09        |
    And the time is "2026-03-02 12:00"
    And "S01" holds the duty

  Scenario: 未做安全检查不得交班 without the outgoing tick the handover is refused, with it it begins
    When "S01" writes "接听12件" under "work log" at "12:40"
    And "S01" taps at "12:52"
    Then the tap is refused as "sheet-incomplete"
    When "S01" ticks "safety check" at "12:53"
    And "S01" taps at "12:54"
    Then the last record is "handover.started" with:
      | field | value |
      | staff | S01   |

  Scenario: 接班人也要检查 without the incoming tick the handover is marked hasty
    When "S01" completes the sheet at "12:40"
    And "S02" taps at "12:45"
    And "S02" reads the sheet and ticks nothing
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty | true  |

  Scenario: 双方检查后交接 ticked by both it is not
    When "S01" completes the sheet at "12:40"
    And "S02" taps at "12:45"
    And "S02" reads the sheet and ticks nothing
    And "S02" ticks "safety check"
    And "S01" taps at "12:52"
    And "S02" taps at "12:52:05"
    Then the last record is "handover.confirmed" with:
      | field | value |
      | hasty |       |

  Scenario: 突发事件立即报领导 an event reaches the supervisor at once
    When "S01" writes "机房进水" under "major events" at "12:10"
    Then a notice about "major-event" reaches "S09" by "12:11"

  Scenario: 一般事项不报 an ordinary item does not
    When "S01" writes "用户3号宽带仍不通" under "unfinished" at "12:10"
    And the time is "12:15"
    Then no notice about "major-event" is sent

  Scenario: 领导未回应则上报 what the supervisor does not acknowledge in half an hour goes up to the manager
    When "S01" writes "机房进水" under "major events" at "12:10"
    And the time is "12:39"
    Then no notice about "major-event" reaches "S10"
    And a notice about "major-event" reaches "S10" by "12:41"

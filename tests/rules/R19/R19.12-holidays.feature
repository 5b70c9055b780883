@R19.12
Feature: R19.12 节假日通知公司值班经理
  On a holiday, and at the weekend, what has to be told goes to the manager on duty as well, and at once.

  Background:
    Given the policy pack "service-hotline"
    And the zone "Asia/Shanghai"
    And staff:
      | id  | name | badge    | role       |
      | S01 | 王芳   | 04A1B2C3 | leader     |
      | S02 | 李强   | 04A1B2C4 | leader     |
      | S09 | 周主任  | 04A1B2C9 | supervisor |
      | S10 | 吴经理  | 04A1B2CA | manager    |
    And shifts:
      | id | start            | end              | leader | supervisor |
      | D0 | 2026-03-01 08:00 | 2026-03-01 20:00 | S01    | S09        |
      | D1 | 2026-03-02 08:00 | 2026-03-02 20:00 | S02    | S09        |

  Scenario: 节假日同时报值班经理 on a holiday the manager is told, too
    Given the calendar:
      | day        | kind    |
      | 2026-03-02 | holiday |
    And the time is "2026-03-02 09:50"
    And "S02" holds the duty
    When "S02" writes "gas smell reported in block 4" under "urgent information" at "10:00"
    Then a notice about "major-event" reaches "S09" by "10:01"
    And a notice about "major-event" reaches "S10" by "10:01"

  Scenario: 工作日只报值班领导 on a workday the supervisor is
    Given the time is "2026-03-02 09:50"
    And "S02" holds the duty
    When "S02" writes "gas smell reported in block 4" under "urgent information" at "10:00"
    Then a notice about "major-event" reaches "S09" by "10:01"
    And no notice about "major-event" reaches "S10"

  Scenario: 星期日也通知 a Sunday is a day of rest
    Given the time is "2026-03-01 09:50"
    And "S01" holds the duty
    When "S01" writes "gas smell reported in block 4" under "urgent information" at "10:00"
    Then a notice about "major-event" reaches "S10" by "10:01"

  Scenario: 调休上班日不通知 a Sunday on which people work instead of another day is none
    Given the calendar:
      | day        | kind    |
      | 2026-03-01 | make-up |
    And the time is "2026-03-01 09:50"
    And "S01" holds the duty
    When "S01" writes "gas smell reported in block 4" under "urgent information" at "10:00"
    And the time is "10:10"
    Then no notice about "major-event" reaches "S10"

  Scenario: 节假日不报经理的岗位 a house that does not want that
    Given the policy pack "service-hotline" with:
      | parameter      | value      |
      | holidayNotices | supervisor |
    And the time is "2026-03-01 09:50"
    And "S01" holds the duty
    When "S01" writes "gas smell reported in block 4" under "urgent information" at "10:00"
    Then a notice about "major-event" reaches "S09" by "10:01"
    And no notice about "major-event" reaches "S10"
